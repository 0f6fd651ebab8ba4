import type { Readable } from 'node:stream';
import type { Clock } from '@pod-contagion/api-server/objects';
import type { ProcessRecords } from '../../host/state/leftovers.ts';
import { goDuration } from './go-duration.ts';
import { MAX_EXEC_OUTPUT_BYTES, MAX_EXECS_PER_CONTAINER } from './limits.ts';
import { startGroup } from './process-group.ts';
import type { GroupCommand, ProcessGroup } from './process-group.ts';

/** What a command run beside a container left. */
export type ExecResult = Readonly<{
  exitCode: number;
  /** What it wrote, stdout before stderr as a kubelet has it, at most `MAX_EXEC_OUTPUT_BYTES`. */
  output: string;
}>;

/** The commands that run beside one container. */
export type Execs = Readonly<{
  /** Runs one. Rejects with a TimeoutError, or with an Error where it can't be started. */
  run: (command: readonly string[], timeoutMs: number) => Promise<ExecResult>;
  /** Kills all that run. */
  kill: () => void;
  /** Kills all that run, and takes no more. */
  close: () => Promise<void>;
}>;

/** Makes the place where commands run beside a container, in its environment, folder and network. */
export function createExecs(
  container: Omit<GroupCommand, 'command'>,
  records: ProcessRecords,
  clock: Clock,
): Execs {
  const running = new Set<ProcessGroup>();
  let starting = 0;
  let closed = false;

  const run = async (command: readonly string[], timeoutMs: number): Promise<ExecResult> => {
    if (closed) throw new Error('container is not running');
    if (running.size + starting >= MAX_EXECS_PER_CONTAINER) {
      throw new Error(`more than ${MAX_EXECS_PER_CONTAINER} commands at once in one container`);
    }
    starting += 1;
    let group: ProcessGroup;
    try {
      group = await startGroup({ ...container, command }, records, clock.nowMs);
    } finally {
      starting -= 1;
    }
    running.add(group);
    if (closed) group.kill();
    const outputs = [keep(group.stdout), keep(group.stderr)];
    const over = group.ended.then(({ exitCode }) => {
      running.delete(group);
      const output = Buffer.concat(outputs.map((take) => take()));
      return { exitCode, output: output.toString('utf8', 0, MAX_EXEC_OUTPUT_BYTES) };
    });
    let cancel = (): void => {};
    const late = new Promise<never>((_resolve, reject) => {
      cancel = clock.schedule(timeoutMs, () => {
        group.kill();
        reject(timeoutError(command, timeoutMs));
      });
    });
    return Promise.race([over, late]).finally(cancel);
  };

  const kill = (): void => {
    for (const group of running) group.kill();
  };

  const close = async (): Promise<void> => {
    closed = true;
    kill();
    await Promise.all([...running].map((group) => group.ended));
  };

  return { run, kill, close };
}

/** Whether a command run beside a container took too long. */
export function isTimeoutError(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

/** Source: cri-client/pkg/remote_runtime.go (`execSyncV1`). */
function timeoutError(command: readonly string[], timeoutMs: number): Error {
  const error = new Error(
    `command timed out: ${JSON.stringify(command.join(' '))} timed out after ${goDuration(timeoutMs)}`,
  );
  error.name = 'TimeoutError';
  return error;
}

/** Reads to the end, so that nobody is kept waiting, but keeps the beginning only. */
function keep(stream: Readable): () => Buffer {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    if (length >= MAX_EXEC_OUTPUT_BYTES) return;
    const kept = Buffer.from(chunk.subarray(0, MAX_EXEC_OUTPUT_BYTES - length));
    chunks.push(kept);
    length += kept.length;
  });
  return () => Buffer.concat(chunks);
}
