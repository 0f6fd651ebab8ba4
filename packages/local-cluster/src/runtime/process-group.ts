import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from '../state/identity.ts';
import type { ProcessRecords } from '../state/leftovers.ts';
import { checkWorkingDir, DEFAULT_PATH, findExecutable, reason } from './executable.ts';
import { limitRights } from './limit-rights.ts';
import { GROUP_END_LIMIT_MS, OUTPUT_END_LIMIT_MS } from './limits.ts';
import { isGroupAlive, signalGroup } from './process-table.ts';

/** What is to be started. */
export type GroupCommand = Readonly<{
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  workingDir: string;
  networkNamespace: string | undefined;
  /** The only capabilities of root's that it gets; all where undefined. */
  capabilities?: readonly string[] | undefined;
}>;

/** How the leader of a group ended. */
export type LeaderEnd = Readonly<{
  /** 128 + signal where a signal ended it. */
  exitCode: number;
  signal: number | undefined;
  /** What was passed as the time, at the moment of the end. */
  finishedAtMs: number;
}>;

/** A command that runs, with all that it started itself. */
export type ProcessGroup = Readonly<{
  pid: number;
  stdout: Readable;
  stderr: Readable;
  /** Settles when the leader has ended, the rest of its group was killed, and the output is read. Never rejects. */
  ended: Promise<LeaderEnd>;
  /** SIGTERM to the leader, as a kubelet does to the first process of a container. */
  terminate: () => void;
  /** SIGKILL to all. */
  kill: () => void;
}>;

/** How long it is waited before looking whether a group has ended, in milliseconds; doubles each time. */
const FIRST_LOOK_MS = 1;

/** From which wait on the look is a close one, in milliseconds: seldom needed, and dear where there are many processes. */
const FIRST_CLOSE_LOOK_MS = 32;

/** Starts a command as the leader of a process group, and session, of its own. Throws an Error that says what is wrong. */
export async function startGroup(
  what: GroupCommand,
  records: ProcessRecords,
  nowMs: () => number,
): Promise<ProcessGroup> {
  const child = spawnLeader(what);
  const { pid, stdout, stderr } = child;
  // Without a listener a failure to signal would end the whole cluster.
  for (const emitter of [child, stdout, stderr]) emitter?.on('error', () => {});
  if (pid === undefined || stdout === null || stderr === null) throw await spawnError(child, what);
  const identity = processIdentity(pid);
  const forget = record(pid, identity, records);
  const closed = Promise.all([whenClosed(stdout), whenClosed(stderr)]);
  let left = false;

  const ended = new Promise<LeaderEnd>((resolve) => {
    child.once('exit', (code, signalName) => {
      left = true;
      const finishedAtMs = nowMs();
      const signal = signalName === null ? undefined : constants.signals[signalName];
      void endGroup(pid, identity)
        .then(() => Promise.race([closed, sleep(OUTPUT_END_LIMIT_MS, undefined, { ref: false })]))
        .then(() => {
          stdout.destroy();
          stderr.destroy();
          forget();
          resolve({ exitCode: code ?? 128 + (signal ?? 0), signal, finishedAtMs });
        });
    });
  });
  return {
    pid,
    stdout,
    stderr,
    ended,
    terminate: () => {
      child.kill('SIGTERM');
    },
    // Once its leader is reaped the number may become another's.
    kill: () => {
      if (!left) signalGroup(pid, 'SIGKILL');
    },
  };
}

function spawnLeader(what: GroupCommand): ChildProcess {
  const { command, env, workingDir, networkNamespace, capabilities } = what;
  checkWorkingDir(workingDir);
  const file = findExecutable(command[0], env['PATH'] ?? DEFAULT_PATH, workingDir);
  const options = {
    cwd: workingDir,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'] as ('ignore' | 'pipe')[],
  };
  try {
    const path = process.env['PATH'] ?? DEFAULT_PATH;
    const rights = limitRights(capabilities, path);
    const whole = [...rights, file, ...command.slice(1)];
    if (networkNamespace === undefined) {
      return rights.length > 0
        ? spawn(whole[0] ?? '', whole.slice(1), options)
        : spawn(file, command.slice(1), { ...options, argv0: command[0] });
    }
    const handle = `/run/netns/${networkNamespace}`;
    if (!existsSync(handle)) throw new Error(`network namespace ${handle}: no such file or directory`);
    // `ip netns exec` would do as well, but mounts a /sys of its own. Both become the command, with the same pid.
    const nsenter = findExecutable('nsenter', path, '/');
    return spawn(nsenter, [`--net=${handle}`, '--', ...whole], options);
  } catch (error) {
    throw asExecError(error, command);
  }
}

/** A process that can't be remembered can't be found again, so it may not live. */
function record(pid: number, identity: string | undefined, records: ProcessRecords): () => void {
  try {
    return records.add(pid, identity);
  } catch (error) {
    signalGroup(pid, 'SIGKILL');
    throw error;
  }
}

function spawnError(child: ChildProcess, { command }: GroupCommand): Promise<Error> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(asExecError(error, command)));
  });
}

/** Node.js names the system call and the file as it sees them; a user knows the command. */
function asExecError(error: unknown, command: readonly string[]): Error {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall?.startsWith('spawn') === true) {
    return new Error(`exec: "${command[0]}": ${reason(error)}`, { cause: error });
  }
  return code === 'ERR_INVALID_ARG_VALUE'
    ? new Error(`exec: "${command[0]}": invalid argument`, { cause: error })
    : (error as Error);
}

/** Kills what is left of the group of a leader that has just ended, and waits until it is gone. */
async function endGroup(group: number, identity: string | undefined): Promise<void> {
  if (!signalGroup(group, 0)) return;
  // Reaped, the leader leaves its number to whoever comes; only a group that still has members keeps it.
  const now = processIdentity(group);
  if (now !== undefined && now !== identity) return;
  if (!signalGroup(group, 'SIGKILL')) return;
  const untilMs = performance.now() + GROUP_END_LIMIT_MS;
  for (let waitMs = FIRST_LOOK_MS; performance.now() < untilMs; waitMs *= 2) {
    await sleep(waitMs);
    // To tell zombies that nobody reaps from processes that live, all processes have to be looked at.
    const isGone = waitMs < FIRST_CLOSE_LOOK_MS ? !signalGroup(group, 0) : !isGroupAlive(group);
    if (isGone) return;
  }
}

function whenClosed(stream: Readable): Promise<void> {
  return new Promise((resolve) => {
    stream.once('close', () => resolve());
  });
}
