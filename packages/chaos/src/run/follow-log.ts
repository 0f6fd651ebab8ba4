import { describeError } from '@pod-contagion/errors';
import type { AgentLine } from '../agent/lines.ts';
import { statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { logLines } from '../kubernetes/log-lines.ts';
import type { PodName } from '../pod-name.ts';
import { readLine } from './read-report.ts';
import { pause } from '../pause.ts';
import { POLL_MS } from './wait.ts';

/** One agent's container, and the run it belongs to. */
export type AgentPlace = Readonly<{ pod: PodName; container: string; run: string }>;

/** What following a log brings. */
export type LogListener = Readonly<{
  onLine: (line: AgentLine) => void;
  /** The stream has ended: with the container, or with a connection. */
  onEnd: () => void;
  /** The server does not give the log; all that matters is told by the pod's status, only later. */
  onDenied: (message: string) => void;
}>;

/**
 * Follows the log of an agent until the signal says stop. A stream that ends is begun anew, from the start, and what
 * was told already is passed over; so a restart of the API server loses nothing.
 */
export async function followLog(
  kube: Kubernetes,
  { pod, container, run }: AgentPlace,
  listener: LogListener,
  signal: AbortSignal,
): Promise<void> {
  let told = 0;
  while (!signal.aborted) {
    try {
      let count = 0;
      for await (const text of logLines(kube, { ...pod, container }, true, signal)) {
        count += 1;
        if (count <= told) continue;
        told = count;
        const line = readLine(text, run);
        if (line !== undefined) listener.onLine(line);
      }
      listener.onEnd();
    } catch (error) {
      const status = statusOf(error);
      if (status === 401 || status === 403) {
        listener.onDenied(describeError(error));
        return;
      }
      // Not reachable, or not started yet as the node sees it: asked again.
    }
    await pause(POLL_MS, signal);
  }
}

/** When an agent said that its fault was in place, by its node's clock; undefined where its log doesn't tell. */
export async function readAppliedAt(
  kube: Kubernetes,
  { pod, container, run }: AgentPlace,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    for await (const text of logLines(kube, { ...pod, container }, false, signal)) {
      const line = readLine(text, run);
      if (line?.event === 'applied') return line.at;
    }
  } catch {
    // Then it is not known.
  }
  return undefined;
}
