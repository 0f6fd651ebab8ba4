import { statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { logLines } from '../kubernetes/log-lines.ts';
import type { PodName } from '../pod-name.ts';
import type { ProbeReport } from '../probe/report.ts';
import { pause } from '../pause.ts';
import { POLL_MS } from '../run/wait.ts';
import { PROBE_CONTAINER } from '../run/node/node-pod.ts';

/**
 * Follows the log of a pod's probe until it has written its report, which it does at its end; undefined where the log
 * can't be had, or the signal says stop.
 */
export async function followProbe(
  kube: Kubernetes,
  { namespace, name }: PodName,
  signal: AbortSignal,
): Promise<ProbeReport | undefined> {
  while (!signal.aborted) {
    try {
      const source = { namespace, name, container: PROBE_CONTAINER };
      for await (const text of logLines(kube, source, true, signal)) {
        const report = readReport(text);
        if (report !== undefined) return report;
      }
    } catch (error) {
      const status = statusOf(error);
      if (status === 401 || status === 403 || status === 404) return undefined;
      // Not started yet, as the node sees it.
    }
    await pause(POLL_MS, signal);
  }
  return undefined;
}

/** The report in a line of `pod-chaos probe --json`; undefined for every other line. */
export function readReport(text: string): ProbeReport | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const line = value as { event?: unknown; connections?: unknown };
    return line.event === 'report' && Array.isArray(line.connections) ? (value as ProbeReport) : undefined;
  } catch {
    return undefined;
  }
}
