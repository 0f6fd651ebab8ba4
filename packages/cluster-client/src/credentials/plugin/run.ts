import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_PLUGIN_ANSWER_BYTES, PLUGIN_END_MS } from '../../limits.ts';

/** A program that is run once. */
export type PluginRun = Readonly<{
  path: string;
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Whether it has the standard input of this process. */
  interactive: boolean;
  limitMs: number;
}>;

/**
 * Runs a plug-in and returns what it wrote on standard output. Its standard error is that of this process, so that
 * whoever has to log in sees at once what to do.
 * @throws {Error} where it can't be run, fails, takes too long or says too much
 */
export async function runPlugin({ path, args, env, interactive, limitMs }: PluginRun): Promise<string> {
  const child = spawn(path, args, { env, stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'] });
  const { stdout } = child;
  if (stdout === null) throw new Error('expected a pipe, got none');
  const chunks: Buffer[] = [];
  let bytes = 0;
  const ended = Promise.withResolvers<void>();
  let failure: Error | undefined;
  let killing: NodeJS.Timeout | undefined;
  const limit = setTimeout(() => fail(`expected an end within ${limitMs / 1_000} s, got none`), limitMs);
  function fail(message: string): void {
    failure ??= new Error(message);
    child.kill();
    // Who ignores SIGTERM must not stay behind.
    killing ??= setTimeout(() => child.kill('SIGKILL'), PLUGIN_END_MS);
  }
  stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes > MAX_PLUGIN_ANSWER_BYTES) fail(`expected at most ${MAX_PLUGIN_ANSWER_BYTES} bytes, got more`);
  });
  stdout.on('error', () => undefined);
  child.once('error', ({ code }: Error & { code?: string }) =>
    ended.reject(new Error(`expected a program that can be run, got ${code ?? 'an error'}`)),
  );
  child.once('exit', (code, signal) => {
    if (failure !== undefined || code !== 0) {
      ended.reject(failure ?? new Error(`expected an end with exit code 0, got ${code ?? signal}`));
      return;
    }
    // Whoever it left behind with its output open is not waited for.
    stdout.once('close', () => ended.resolve());
    if (stdout.closed) ended.resolve();
    void sleep(PLUGIN_END_MS, undefined, { ref: false }).then(() => ended.resolve());
  });
  try {
    await ended.promise;
  } finally {
    clearTimeout(limit);
    clearTimeout(killing);
    stdout.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}
