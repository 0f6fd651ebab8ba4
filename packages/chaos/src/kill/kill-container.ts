import type { V1Pod } from '@kubernetes/client-node';
import { ChaosError } from '../errors.ts';
import type { SignalFaultSpec } from '../faults/fault-spec.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { readPod } from '../kubernetes/pods.ts';
import type { RunReport } from '../run/report.ts';
import type { RunEvent } from '../run/run-events.ts';
import { runFault } from '../run/run-fault.ts';
import { newRunId } from '../run/run-id.ts';
import { instanceOf } from '../run/signal-evidence.ts';
import { pace, pollMsFor } from '../run/wait.ts';
import type { Target } from '../targets/target.ts';
import { containerToKill, refuseSharedProcesses, whyNotRunning } from './container-to-kill.ts';
import { execWays } from './exec-ways.ts';
import type { KillEvent } from './kill-events.ts';
import { killEach, missed, type KillOutcome } from './kill-run.ts';
import { sendByExec } from './send-by-exec.ts';

/** How long a container may take to end after the signal where nothing else is said, in ms. */
export const CONTAINER_TIMEOUT_MS = 60_000;

const TOLD_BY_KILL: ReadonlySet<RunEvent['event']> = new Set(['applied', 'ending', 'done', 'interrupted']);

/** How one container of each pod is killed. */
export type KillContainerOptions = Readonly<{
  /** Its name; default: the one that kubectl would take. */
  container?: string | undefined;
  signal: SignalFaultSpec['signal'];
  /**
   * `exec`: by a command in the container. `agent`: by an ephemeral container, which stays listed in the pod. `auto`: by
   * the first, and by the second where no command could send the signal.
   */
  via: 'agent' | 'exec' | 'auto';
  /** The command to send it, for exec, instead of those that are tried. */
  execCommand?: readonly string[] | undefined;
  /** How long the container may take to end after the signal, in ms, default 60,000. */
  timeoutMs?: number | undefined;
  /** Image of the agent. */
  image?: string | undefined;
  /** How many pods at once, default 10. */
  concurrency?: number | undefined;
  /** Id of the run; default: a random one. */
  run?: string | undefined;
  onEvent?: ((event: KillEvent | RunEvent) => void) | undefined;
  /** Aborted, no agent is waited for any more. */
  giveUp?: AbortSignal | undefined;
}>;

/**
 * Sends a signal to the first process of one container in each pod, and waits until the pod tells that the container has
 * ended: only then is it hit. A process that has no handler for the signal does not get it from the kernel, as it is the
 * first of its namespace; the result is then missed, CHAOS_NO_EFFECT.
 * @throws {ChaosError} CHAOS_USAGE
 */
export async function killContainer(
  kube: Kubernetes,
  targets: readonly Target[],
  options: KillContainerOptions,
  signal: AbortSignal,
): Promise<RunReport> {
  const { via, timeoutMs = CONTAINER_TIMEOUT_MS, run = newRunId(), onEvent } = options;
  // Throws for a command that can't be meant, before anything is done.
  execWays(options.signal, options.execCommand);
  const pollMs = pollMsFor(targets.length);
  const which = options.container === undefined ? 'its container' : `container ${options.container}`;
  return killEach({ ...options, run, fault: `${options.signal} to ${which}` }, targets, kill, signal);

  async function kill(target: Target): Promise<KillOutcome> {
    const pod = await readPod(kube, target, signal);
    const where = `pod ${target.namespace}/${target.name}`;
    if (pod === undefined || pod.metadata?.uid !== target.uid) return missed(`${where} was gone already`);
    const container = containerToKill(pod, options.container);
    refuseSharedProcesses(pod);
    const notRunning = whyNotRunning(pod, container);
    if (notRunning !== undefined) return missed(`${where}: ${notRunning}`);

    const hasEnded = endWatch(pod, container);
    const sent = await send(target, pod, container, hasEnded);
    if ('outcome' in sent) return sent;
    onEvent?.({ event: 'signalled', pod: podOf(target), container, way: sent.way });
    if (await hasEnded(timeoutMs)) return { outcome: 'hit', hits: 1, ...sent.common };
    const lasted = signal.aborted ? 'when the run was interrupted' : `after ${timeoutMs} ms`;
    return {
      ...missed(
        `container ${container} of ${where} was sent ${options.signal} and still runs ${lasted}: ` +
          `its process 1 has no handler for ${options.signal}, or does not end by it`,
      ),
      ...sent.common,
    };
  }

  type Sent = Readonly<{ way: string; common: Pick<KillOutcome, 'agent'> }>;

  async function send(
    target: Target,
    pod: V1Pod,
    container: string,
    hasEnded: (withinMs: number) => Promise<boolean>,
  ): Promise<Sent | KillOutcome> {
    if (via === 'agent') return sendByAgent(target, container);
    const failedWay = (way: string, message: string): void =>
      onEvent?.({ event: 'way-failed', pod: podOf(target), way, message });
    const order = { signal: options.signal, container, command: options.execCommand, hasEnded };
    try {
      const way = await sendByExec(kube, pod, { ...order, onWayFailed: failedWay }, signal);
      return { way: `exec ${way}`, common: {} };
    } catch (error) {
      if (via === 'exec' || signal.aborted || !(error instanceof ChaosError)) throw error;
      failedWay('exec', error.message);
      return sendByAgent(target, container);
    }
  }

  async function sendByAgent(target: Target, container: string): Promise<Sent | KillOutcome> {
    const { image, giveUp } = options;
    const onRunEvent = (event: RunEvent): void => {
      // The signal and the end of the whole are told by the kill itself.
      if (!TOLD_BY_KILL.has(event.event)) onEvent?.(event);
    };
    const order = { durationMs: timeoutMs, container, run, image, giveUp, onEvent: onRunEvent };
    const fault = { kind: 'signal', signal: options.signal } as const;
    const report = await runFault(kube, [target], fault, order, signal);
    const [result] = report.targets;
    if (result === undefined) return missed('no agent reported');
    const { outcome, hits, error, agent } = result;
    const common = agent === undefined ? {} : { agent };
    if (outcome === 'hit') return { way: 'agent', common };
    return {
      outcome,
      ...(hits === undefined ? {} : { hits }),
      ...common,
      ...(error === undefined ? {} : { error }),
    };
  }

  /** Sees whether the container that ran in a pod at first has ended. */
  function endWatch(before: V1Pod, container: string): (withinMs: number) => Promise<boolean> {
    const first = instanceOf(before, container);
    const { namespace = '', name = '', uid } = before.metadata ?? {};
    return async (withinMs) => {
      const untilMs = performance.now() + withinMs;
      const looks = pace(pollMs);
      for (;;) {
        const now = await readPod(kube, { namespace, name }).catch(() => null);
        if (now === undefined || (now !== null && now.metadata?.uid !== uid)) return true;
        if (now !== null && instanceOf(now, container) !== first) return true;
        if (signal.aborted || performance.now() > untilMs) return false;
        await looks.wait(signal);
      }
    };
  }
}

function podOf({ namespace, name, uid }: Target): Pick<Target, 'namespace' | 'name' | 'uid'> {
  return { namespace, name, uid };
}
