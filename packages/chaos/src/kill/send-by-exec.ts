import type { V1Pod } from '@kubernetes/client-node';
import { describeError } from '@pod-contagion/errors';
import { ChaosError } from '../errors.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import type { SignalFaultSpec } from '../faults/fault-spec.ts';
import { refuseLocalExec } from './container-to-kill.ts';
import { execIn, type ExecEnd } from './exec.ts';
import { execWays } from './exec-ways.ts';

/** How long one command may take, in ms: it sends a signal and ends. */
const EXEC_LIMIT_MS = 15_000;

/** How long the container may take to be seen as ended where a command did not tell how it ended, in ms. */
const UNSURE_MS = 5_000;

/** Exit codes of a process that a signal ended, SIGTERM or SIGKILL: as all are when process 1 of a container ends. */
const ENDED_BY_SIGNAL: ReadonlySet<number | undefined> = new Set([137, 143]);

/** What is needed to send a signal. */
export type ExecOrder = Readonly<{
  signal: SignalFaultSpec['signal'];
  container: string;
  command: readonly string[] | undefined;
  /** Whether the container is seen as ended within so long. */
  hasEnded: (withinMs: number) => Promise<boolean>;
  onWayFailed: (way: string, message: string) => void;
}>;

/**
 * Sends a signal to the first process of a container by commands in it, one after the other until one says that it has;
 * gives that command. No command sends SIGKILL: the kernel ignores it for a first process when it comes from inside.
 *
 * Source: pid_namespaces(7).
 * @throws {ChaosError} CHAOS_SET_UP where no command could send it; what exec itself came to
 */
export async function sendByExec(
  kube: Kubernetes,
  pod: V1Pod,
  order: ExecOrder,
  signal: AbortSignal,
): Promise<string> {
  refuseLocalExec(pod);
  if (order.signal === 'SIGKILL' && order.command === undefined) {
    throw new ChaosError(
      'CHAOS_SET_UP',
      'the kernel ignores SIGKILL for the first process of a container when it comes from inside; expected another signal',
    );
  }
  const { namespace = '', name = '' } = pod.metadata ?? {};
  const failures: string[] = [];
  for (const command of execWays(order.signal, order.command)) {
    const way = command.join(' ');
    const request = { namespace, name, container: order.container, command, limitMs: EXEC_LIMIT_MS };
    const end = await execIn(kube, request, signal);
    if (end.exitCode === 0) return way;
    const isUnsure = end.isCut || ENDED_BY_SIGNAL.has(end.exitCode);
    if (isUnsure && (await order.hasEnded(UNSURE_MS))) return way;
    const message = failure(end);
    failures.push(`${way}: ${message}`);
    order.onWayFailed(way, message);
  }
  throw new ChaosError(
    'CHAOS_SET_UP',
    `no command in container ${order.container} of pod ${namespace}/${name} could send ${order.signal}: ${failures.join('; ')}`,
  );
}

function failure({ exitCode, message }: ExecEnd): string {
  const text = describeError(message).slice(0, 200);
  return text === '' ? `exit code ${exitCode}` : text;
}
