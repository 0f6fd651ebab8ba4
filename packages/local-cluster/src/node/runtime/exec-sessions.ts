import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecSession, ExecSessionOptions } from '@pod-contagion/api-server/serving';
import type { Clock } from '@pod-contagion/api-server/objects';
import type { ProcessRecords } from '../../host/state/leftovers.ts';
import { MAX_SESSIONS_PER_CONTAINER, OUTPUT_END_LIMIT_MS } from './limits.ts';
import { startGroup } from './process-group.ts';
import type { GroupCommand, ProcessGroup } from './process-group.ts';

/** The commands that run beside one container for users who talk with them. */
export type ExecSessions = Readonly<{
  /** Starts one. Rejects with an Error where it can't be started. */
  open: (command: readonly string[], options: ExecSessionOptions) => Promise<ExecSession>;
  /** Kills all that run. */
  kill: () => void;
  /** Kills all that run, and takes no more. */
  close: () => Promise<void>;
}>;

/** Makes the place where they run, in the container's environment, folder and network. */
export function createExecSessions(
  container: Omit<GroupCommand, 'command' | 'stdin' | 'tty'>,
  records: ProcessRecords,
  clock: Clock,
): ExecSessions {
  const running = new Map<ExecSession, ProcessGroup>();
  let starting = 0;
  let closed = false;

  const open: ExecSessions['open'] = async (command, { stdin, tty }) => {
    if (closed) throw new Error('container is not running');
    if (running.size + starting >= MAX_SESSIONS_PER_CONTAINER) {
      throw new Error(`more than ${MAX_SESSIONS_PER_CONTAINER} commands at once in one container`);
    }
    starting += 1;
    try {
      const group = await startGroup({ ...container, command, stdin, tty }, records, clock.nowMs);
      const session: ExecSession = {
        stdin: group.stdin,
        stdout: group.stdout,
        stderr: group.stderr,
        resize: group.resize,
        ended: group.ended,
        kill: () => {
          group.kill();
          group.stdout.destroy();
          group.stderr.destroy();
        },
      };
      running.set(session, group);
      void session.ended.then(() => running.delete(session));
      if (closed) session.kill();
      return session;
    } finally {
      starting -= 1;
    }
  };

  const kill = (): void => {
    for (const session of running.keys()) session.kill();
  };

  const close = async (): Promise<void> => {
    closed = true;
    // Their last words are still sent, to users who read them in time.
    const groups = [...running.values()];
    const ends = Promise.all(groups.map(({ ended }) => ended));
    for (const group of groups) group.kill();
    await Promise.race([ends, sleep(OUTPUT_END_LIMIT_MS, undefined, { ref: false })]);
    kill();
    await ends;
  };

  return { open, kill, close };
}
