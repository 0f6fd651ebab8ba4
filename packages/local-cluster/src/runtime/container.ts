import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { hostProcesses, type Listener } from '../host/processes.ts';
import type { ContainerEnd, RunningContainer } from '../kubelet/runtime-types.ts';
import type { Clock } from '../machinery/clock.ts';
import type { ProcessRecords } from '../state/leftovers.ts';
import { createExecs } from './exec.ts';
import type { LogFile } from './log-file.ts';
import { createLineEncoder } from './log-lines.ts';
import type { OutputStream } from './log-lines.ts';
import { startGroup } from './process-group.ts';
import type { GroupCommand } from './process-group.ts';
import { readMessageFile } from './termination-message.ts';

/** A container, and a way to end it and all beside it that does not wait. */
export type StartedContainer = Readonly<{ container: RunningContainer; kill: () => void }>;

/** What a container is started with besides its command. */
export type ContainerPlaces = Readonly<{ log: LogFile; messageFile: string }>;

/** Starts a container. Throws an Error that says what is wrong with its command or folder; then nothing was started. */
export async function startContainer(
  command: GroupCommand,
  { log, messageFile }: ContainerPlaces,
  records: ProcessRecords,
  clock: Clock,
): Promise<StartedContainer> {
  const group = await startGroup(command, records, clock.nowMs);
  const startedAtMs = clock.nowMs();
  const execs = createExecs(command, records, clock);
  const endOutput = [
    keepOutput(group.stdout, 'stdout', log, clock),
    keepOutput(group.stderr, 'stderr', log, clock),
  ];
  let killAtMs = Number.POSITIVE_INFINITY;
  let cancelKill = (): void => {};

  const ended = group.ended.then(async ({ exitCode, signal, finishedAtMs }): Promise<ContainerEnd> => {
    cancelKill();
    killAtMs = Number.NEGATIVE_INFINITY;
    // What a real kubelet's runtime ends with the container's namespaces.
    await execs.close();
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
  };
  const listeners = (): Promise<readonly Listener[] | undefined> => hostProcesses.listenersOf(group.pid);
  return { container: { id, pid: group.pid, startedAtMs, ended, stop, exec: execs.run, listeners }, kill };
}

/** Takes what a container writes into its log; the function returned takes what is left without a newline. */
function keepOutput(stream: Readable, name: OutputStream, log: LogFile, clock: Clock): () => void {
  const encoder = createLineEncoder(name);
  stream.on('data', (chunk: Buffer) => {
    if (log.append(encoder.push(chunk, clock.nowMs()))) return;
    stream.pause();
    log.onRoom(() => stream.resume());
  });
  return () => void log.append(encoder.end(clock.nowMs()));
}
