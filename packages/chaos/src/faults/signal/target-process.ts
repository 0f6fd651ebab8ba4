import { describeError } from '@pod-contagion/errors';
import { ChaosError } from '../../errors.ts';
import type { AgentContext } from '../fault-agent.ts';
import type { SignalFaultSpec } from '../fault-spec.ts';
import { ignoresByPs, isInMask } from './ignored-signals.ts';

/** Names the process to hit where containers are plain processes: the local cluster sets it. */
export const TARGET_PID_VARIABLE = 'POD_CONTAGION_TARGET_PID';

/** Inode of a machine's first process namespace: PROC_PID_INIT_INO in the kernel's include/linux/proc_ns.h. */
export const INITIAL_PID_NAMESPACE = 'pid:[4026531836]';

/** First processes that are the pod's or the machine's, never a container's. */
const NOT_OF_A_CONTAINER: Readonly<Record<string, string>> = {
  pause:
    'it is the pause process of a pod with shareProcessNamespace, whose containers have no first process each; delete the pod instead',
  systemd: 'it is the init of a machine: a pod with hostPID has no first process of its own',
  init: 'it is the init of a machine: a pod with hostPID has no first process of its own',
};

/**
 * Finds the process to hit and makes sure that it is the first of a container, and that the kernel will deliver the
 * signal; it sends none.
 * @throws {ChaosError} CHAOS_SET_UP where one of the two does not hold
 */
export async function findTargetProcess(
  signal: SignalFaultSpec['signal'],
  context: AgentContext,
): Promise<number> {
  const named = context.env[TARGET_PID_VARIABLE];
  if (named !== undefined && !(await hasProc(context))) {
    const pid = namedProcess(named, process.pid);
    if (await ignoresByPs(pid, signal, context)) throw refused(`process ${pid} ignores ${signal}`);
    return pid;
  }
  const own = Number.parseInt(await read('/proc/self/stat', context), 10);
  const pid = named === undefined ? await firstProcess(signal, own, context) : namedProcess(named, own);
  const status = await read(`/proc/${pid}/status`, context);
  if (pid === 1 && !isIn('SigCgt', signal, status)) {
    throw refused(
      `process 1 has no handler for ${signal}, and the kernel then ignores it for the first process of a container`,
    );
  }
  if (isIn('SigIgn', signal, status)) throw refused(`process ${pid} ignores ${signal}`);
  return pid;
}

function hasProc(context: AgentContext): Promise<boolean> {
  return context.readFile('/proc/self/stat').then(
    () => true,
    () => false,
  );
}

async function firstProcess(
  signal: SignalFaultSpec['signal'],
  own: number,
  context: AgentContext,
): Promise<number> {
  const hint = 'a signal needs an ephemeral container with targetContainerName';
  const namespace = await context.readLink('/proc/self/ns/pid').catch(describeError);
  if (!/^pid:\[\d+\]$/.test(namespace)) {
    throw refused(
      `can't tell which process namespace this is: /proc/self/ns/pid gave ${JSON.stringify(namespace)}`,
    );
  }
  if (namespace === INITIAL_PID_NAMESPACE) {
    throw refused(`process 1 here is the machine's own init, which is never hit; ${hint}`);
  }
  if (own === 1) throw refused(`process 1 here is the agent itself; ${hint}`);
  const name = (await read('/proc/1/comm', context)).trim();
  const why = Object.hasOwn(NOT_OF_A_CONTAINER, name) ? NOT_OF_A_CONTAINER[name] : undefined;
  if (why !== undefined) throw refused(`process 1 here is ${name}: ${why}`);
  if (signal === 'SIGKILL') {
    throw refused(
      'the kernel ignores SIGKILL for the first process of a container when it is sent from inside; send SIGTERM, or delete the pod',
    );
  }
  return 1;
}

function namedProcess(text: string, own: number): number {
  const pid = /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : undefined;
  if (pid === undefined || pid === 1 || pid === own) {
    const got = pid === own ? 'the agent itself' : JSON.stringify(text);
    throw refused(`${TARGET_PID_VARIABLE} expects the number of a process that is not the first, got ${got}`);
  }
  return pid;
}

/** Whether a signal is in one of the masks of /proc/PID/status; see proc_pid_status(5). */
function isIn(mask: 'SigCgt' | 'SigIgn', signal: NodeJS.Signals, status: string): boolean {
  const digits = new RegExp(`^${mask}:\\s*([0-9a-f]+)$`, 'm').exec(status)?.[1];
  if (digits === undefined) throw refused(`can't read ${mask} of the process to hit`);
  return isInMask(digits, signal);
}

async function read(path: string, context: AgentContext): Promise<string> {
  try {
    return await context.readFile(path);
  } catch (cause) {
    throw new ChaosError('CHAOS_SET_UP', `expected to read ${path}, got ${(cause as Error).message}`, {
      cause,
    });
  }
}

function refused(message: string): ChaosError {
  return new ChaosError('CHAOS_SET_UP', message);
}
