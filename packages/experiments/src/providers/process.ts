import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { describeError } from '@pod-contagion/errors';
import { activityFailed } from '../errors.ts';
import type { ProcessProvider } from '../experiment.ts';
import type { Json } from '../json.ts';
import { MAX_OUTPUT_BYTES, MAX_TIMER_MS, PROCESS_GRACE_MS, PROCESS_LIMIT_MS } from '../limits.ts';
import type { Environment } from '../values/load-values.ts';
import { pythonText } from '../values/python.ts';
import { substitute, type Values } from '../values/substitute.ts';
import { findProgram } from './find-program.ts';
import { wordsOf } from './process-arguments.ts';
import type { Provider, ProviderMistake } from './provider.ts';
import { secondsToMs } from './seconds.ts';

/**
 * Runs a program without a shell, in a group of processes of its own, and gives `{status, stdout, stderr}` whatever the
 * status is; that of a program that a signal ended is the signal's number below 0. It may take an hour where no timeout is given.
 * What it leaves in its group ends with it.
 */
export function createProcessProvider(env: Environment): Provider<ProcessProvider> {
  const read = (
    spec: ProcessProvider,
    values: Values,
  ): { path: string; words: readonly string[] | string } => ({
    path: pythonText(substitute(spec.path, values)),
    words: wordsOf(substitute(spec.arguments ?? null, values)),
  });
  return {
    needsCluster: false,
    check(spec, values) {
      const { path, words } = read(spec, values);
      const mistakes: ProviderMistake[] = [];
      if (findProgram(path, env) === undefined) {
        mistakes.push({
          field: ['path'],
          message: `expected a program that is there, got ${JSON.stringify(spec.path)}`,
        });
      }
      if (typeof words === 'string') mistakes.push({ field: ['arguments'], message: words });
      const limit = substitute(spec.timeout ?? 0, values);
      if (secondsToMs(limit) === undefined) {
        mistakes.push({
          field: ['timeout'],
          message: `expected seconds, got ${JSON.stringify(spec.timeout)}`,
        });
      }
      return mistakes;
    },
    describe(spec, values) {
      const { path, words } = read(spec, values);
      return `process ${[path, ...[words].flat()].join(' ')}`;
    },
    async run(spec, { values, signal }) {
      const { path, words } = read(spec, values);
      const program = findProgram(path, env);
      if (program === undefined)
        throw activityFailed(`expected a program that is there, got ${JSON.stringify(path)}`);
      if (typeof words === 'string') throw activityFailed(words);
      const limitMs = secondsToMs(substitute(spec.timeout ?? null, values)) ?? PROCESS_LIMIT_MS;
      return runProcess(program, words, { env, limitMs, signal });
    },
  };
}

type Limits = Readonly<{ env: Environment; limitMs: number; signal: AbortSignal }>;

async function runProcess(
  program: string,
  words: readonly string[],
  { env, limitMs, signal }: Limits,
): Promise<Json> {
  signal.throwIfAborted();
  const late = AbortSignal.timeout(Math.min(limitMs, MAX_TIMER_MS));
  const stop = AbortSignal.any([signal, late]);
  const child = spawn(program, words, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...env } });
  const outputs = [collect(child.stdout), collect(child.stderr)];
  let kill: NodeJS.Timeout | undefined;
  const onStop = (): void => {
    signalGroup(child, 'SIGTERM');
    kill = setTimeout(() => signalGroup(child, 'SIGKILL'), PROCESS_GRACE_MS);
  };
  // Whoever leaves this process at once, by a second signal, leaves nobody behind.
  const onExit = (): void => signalGroup(child, 'SIGKILL');
  process.once('exit', onExit);
  stop.addEventListener('abort', onStop, { once: true });
  try {
    const status = await ended(child);
    if (signal.aborted) signal.throwIfAborted();
    if (late.aborted) throw activityFailed(`${program} took longer than ${limitMs} ms`);
    const [stdout = '', stderr = ''] = outputs.map((output) => output());
    return { status, stdout, stderr };
  } finally {
    clearTimeout(kill);
    stop.removeEventListener('abort', onStop);
    process.off('exit', onExit);
  }
}

/** What its children hold open is closed with them: it is over when itself is. */
function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(activityFailed(`failed to start: ${describeError(error)}`, error)));
    child.once('exit', () => signalGroup(child, 'SIGKILL'));
    child.once('close', (code: number | null, by: NodeJS.Signals | null) => {
      resolve(code ?? -(by === null ? 1 : constants.signals[by]));
    });
    // One that has left the group keeps an output open: it is not waited for.
    child.once('exit', () => {
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, PROCESS_GRACE_MS).unref();
    });
  });
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // Nobody of it is left.
  }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    const room = MAX_OUTPUT_BYTES - bytes;
    if (room > 0) chunks.push(chunk.subarray(0, room));
    bytes += chunk.length;
  });
  return () => Buffer.concat(chunks).toString();
}
