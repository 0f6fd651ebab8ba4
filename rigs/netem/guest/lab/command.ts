import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** No command of the test takes longer, in ms of the guest. */
const COMMAND_LIMIT_MS = 60_000;

const OPTIONS = { timeout: COMMAND_LIMIT_MS, maxBuffer: 64 * 1024 * 1024 };

/** Runs a program of the guest and gives what it wrote; throws with what it complained of. */
export async function run(program: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execute(program, args, OPTIONS);
  return stdout;
}

/** Runs a program in a network namespace. */
export async function runIn(namespace: string, program: string, ...args: readonly string[]): Promise<string> {
  return await run('ip', 'netns', 'exec', namespace, program, ...args);
}

/** Runs a program in a network namespace that reads a text. */
export async function feed(namespace: string, text: string, ...command: readonly string[]): Promise<void> {
  const started = execute('ip', ['netns', 'exec', namespace, ...command], OPTIONS);
  started.child.stdin?.end(text);
  await started;
}
