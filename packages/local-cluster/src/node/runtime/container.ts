import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { hostProcesses, type Listener } from '../../host/processes.ts';
import type { ContainerEnd, RunningContainer } from './runtime-types.ts';
import type { Clock } from '@pod-contagion/api-server/objects';
import type { ProcessRecords } from '../../host/state/leftovers.ts';
import { createAttachments, type Attachments } from './attachments.ts';
import { dialHere } from '@pod-contagion/api-server/serving';
import { dialInside } from './dial-inside.ts';
import { createExecs } from './exec.ts';
import { createExecSessions } from './exec-sessions.ts';
import type { LogFile } from './log-file.ts';
import { createLineEncoder } from './log-lines.ts';
import type { OutputStream } from './log-lines.ts';
import { pathTranslation, type Mount } from './mounts.ts';
import { startGroup } from './process-group.ts';
import type { GroupCommand } from './process-group.ts';
import { readMessageFile } from './termination-message.ts';

/** A container, and a way to end it and all beside it that does not wait. */
export type StartedContainer = Readonly<{ container: RunningContainer; kill: () => void }>;

/** What a container is started with besides its command. */
export type ContainerPlaces = Readonly<{
  log: LogFile;
  messageFile: string;
  /** Whether its input ends with the first user who was attached to it. */
  stdinOnce: boolean;
  mounts: readonly Mount[];
}>;

/** Starts a container. Throws an Error that says what is wrong with its command or folder; then nothing was started. */
export async function startContainer(
  command: GroupCommand,
  { log, messageFile, stdinOnce, mounts }: ContainerPlaces,
  records: ProcessRecords,
  clock: Clock,
): Promise<StartedContainer> {
  const group = await startGroup(command, records, clock.nowMs);
  const startedAtMs = clock.nowMs();
  const beside = { ...command, stdin: false, tty: false };
  const execs = createExecs(beside, records, clock);
  const sessions = createExecSessions(beside, records, clock);
  const told = pathTranslation(mounts);
  const attachments = createAttachments(group, stdinOnce);
  const endOutput = [
    keepOutput(group.stdout, 'stdout', log, attachments, clock),
    keepOutput(group.stderr, 'stderr', log, attachments, clock),
  ];
  let killAtMs = Number.POSITIVE_INFINITY;
  let cancelKill = (): void => {};

  const ended = group.ended.then(async ({ exitCode, signal, finishedAtMs }): Promise<ContainerEnd> => {
    cancelKill();
    killAtMs = Number.NEGATIVE_INFINITY;
    // What a real kubelet's runtime ends with the container's namespaces.
    await Promise.all([execs.close(), sessions.close()]);
    attachments.end();
    for (const end of endOutput) end();
    log.close();
    return { exitCode, signal, startedAtMs, finishedAtMs, message: readMessageFile(messageFile) };
  });

  const stop = (graceMs: number): Promise<ContainerEnd> => {
    const atMs = clock.nowMs() + graceMs;
    if (killAtMs === Number.POSITIVE_INFINITY) group.terminate();
    if (atMs < killAtMs) {
      killAtMs = atMs;
      cancelKill();
      if (graceMs <= 0) group.kill();
      else cancelKill = clock.schedule(graceMs, group.kill);
    }
    return ended;
  };

  const id = `local://${randomBytes(32).toString('hex')}`;
  const kill = (): void => {
    group.kill();
    execs.kill();
    sessions.kill();
  };
  const listeners = (): Promise<readonly Listener[] | undefined> => hostProcesses.listenersOf(group.pid);
  const dial: RunningContainer['dial'] = (place) =>
    command.networkNamespace === undefined ? dialHere(place) : dialInside(sessions, place);
  return {
    container: {
      id,
      pid: group.pid,
      startedAtMs,
      ended,
      stop,
      exec: (words, timeoutMs) => execs.run(words.map(told), timeoutMs),
      open: (words, options) => sessions.open(words.map(told), options),
      attach: attachments.attach,
      dial,
      listeners,
    },
    kill,
  };
}

/**
 * Takes what a container writes into its log, and passes it on to who is attached; it writes no faster than both take it. The
 * function returned takes what is left without a newline.
 */
function keepOutput(
  stream: Readable,
  name: OutputStream,
  log: LogFile,
  attachments: Attachments,
  clock: Clock,
): () => void {
  const encoder = createLineEncoder(name);
  stream.on('data', (chunk: Buffer) => {
    const waits = [
      ...(log.append(encoder.push(chunk, clock.nowMs())) ? [] : [log.onRoom]),
      ...(attachments.push(name, chunk) ? [] : [attachments.onRoom]),
    ];
    if (waits.length === 0) return;
    stream.pause();
    let left = waits.length;
    for (const wait of waits) {
      wait(() => {
        left -= 1;
        if (left === 0) stream.resume();
      });
    }
  });
  return () => void log.append(encoder.end(clock.nowMs()));
}
