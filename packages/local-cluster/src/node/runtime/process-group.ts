import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TerminalSize } from '@pod-contagion/api-server/serving';
import { processIdentity } from '../../host/state/identity.ts';
import type { ProcessRecords } from '../../host/state/leftovers.ts';
import { checkWorkingDir, DEFAULT_PATH, findExecutable, reason } from '../../host/executable.ts';
import { limitRights } from './limit-rights.ts';
import { GROUP_END_LIMIT_MS, OUTPUT_END_LIMIT_MS } from './limits.ts';
import { isGroupAlive, signalGroup, signalProcess } from '../../host/process-table.ts';
import { inTerminal, readTerminal, TERMINAL_WORDS_DESCRIPTOR } from './terminal.ts';

/** What is to be started. */
export type GroupCommand = Readonly<{
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  workingDir: string;
  networkNamespace: string | undefined;
  /** The only capabilities of root's that it gets; all where undefined. */
  capabilities?: readonly string[] | undefined;
  /** Whether its standard input can be written to; default: there is nothing in it. */
  stdin?: boolean | undefined;
  /** Whether it runs in a terminal, whose output is all on `stdout`. */
  tty?: boolean | undefined;
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
  /** Undefined where it was not asked for. */
  stdin: Writable | undefined;
  stdout: Readable;
  stderr: Readable;
  /** Sets the size of its terminal, if it has one. */
  resize: (size: TerminalSize) => void;
  /** Settles when the leader has ended, whatever is still to be read. */
  exited: Promise<void>;
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
  const { pid, stdin, stdout, stderr } = child;
  const words = child.stdio[TERMINAL_WORDS_DESCRIPTOR] as Readable | null | undefined;
  // Without a listener a failure to signal would end the whole cluster.
  for (const emitter of [child, stdin, stdout, stderr, words]) emitter?.on('error', () => {});
  if (pid === undefined || stdout === null || stderr === null) throw await spawnError(child, what);
  const identity = processIdentity(pid);
  const forget = [record(pid, identity, records)];
  const closed = Promise.all([whenClosed(stdout), whenClosed(stderr)]);
  /** The process that is told to end, and all groups that are to be gone in the end, the leader's own last. */
  let mainPid = pid;
  const groups = [{ pid, identity }];
  let left = false;

  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const ended = new Promise<LeaderEnd>((resolve) => {
    child.once('exit', (code, signalName) => {
      left = true;
      const finishedAtMs = nowMs();
      const signal = signalName === null ? undefined : constants.signals[signalName];
      void Promise.all(groups.map((group) => endGroup(group.pid, group.identity)))
        .then(() => whenRead([stdout, stderr], closed))
        .then(() => {
          for (const stream of [stdin, stdout, stderr, words]) stream?.destroy();
          for (const each of forget) each();
          resolve({ exitCode: code ?? 128 + (signal ?? 0), signal, finishedAtMs });
        });
    });
  });
  const kill = (): void => {
    // Once its leader is reaped the number may become another's.
    if (left) return;
    for (const group of groups) signalGroup(group.pid, 'SIGKILL');
  };
  let resize = (_size: TerminalSize): void => {};
  if (words !== null && words !== undefined) {
    try {
      const terminal = await readTerminal(words);
      words.destroy();
      mainPid = terminal.pid;
      resize = terminal.resize;
      const itsIdentity = processIdentity(terminal.pid);
      if (!left && itsIdentity !== undefined) {
        forget.push(record(terminal.pid, itsIdentity, records));
        groups.unshift({ pid: terminal.pid, identity: itsIdentity });
      }
    } catch (error) {
      kill();
      throw error;
    }
  }
  return {
    pid: mainPid,
    stdin: what.stdin === true ? (stdin ?? undefined) : undefined,
    stdout,
    stderr,
    exited,
    ended,
    resize,
    terminate: () => {
      if (!left) signalProcess(mainPid, 'SIGTERM');
    },
    kill,
  };
}

/** Waits until output is read to its end: not longer than `OUTPUT_END_LIMIT_MS` for more to come, but for as long as a reader takes. */
async function whenRead(streams: readonly Readable[], closed: Promise<unknown>): Promise<void> {
  const isClosed = closed.then(() => true);
  for (;;) {
    const isOver = await Promise.race([isClosed, sleep(OUTPUT_END_LIMIT_MS, false, { ref: false })]);
    if (isOver || streams.every(({ readableLength }) => readableLength === 0)) return;
  }
}

function spawnLeader(what: GroupCommand): ChildProcess {
  const { command, env, workingDir, networkNamespace, capabilities, stdin = false, tty = false } = what;
  checkWorkingDir(workingDir);
  const found = findExecutable(command[0], env['PATH'] ?? DEFAULT_PATH, workingDir);
  const program = tty ? inTerminal(command, env) : { file: found, args: command.slice(1), env };
  const { file, args } = program;
  const options = {
    cwd: workingDir,
    env: program.env,
    detached: true,
    // A terminal's input has no end before the terminal has.
    stdio: [stdin || tty ? 'pipe' : 'ignore', 'pipe', 'pipe', ...(tty ? ['pipe'] : [])] as (
      'ignore' | 'pipe'
    )[],
  };
  try {
    const path = process.env['PATH'] ?? DEFAULT_PATH;
    const rights = limitRights(capabilities, path);
    const whole = [...rights, file, ...args];
    if (networkNamespace === undefined) {
      return rights.length > 0
        ? spawn(whole[0] ?? '', whole.slice(1), options)
        : spawn(file, args, tty ? options : { ...options, argv0: command[0] });
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
