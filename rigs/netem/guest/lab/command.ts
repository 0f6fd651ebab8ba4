import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** No command of the test takes longer, in ms of the guest. */
const COMMAND_LIMIT_MS = 60_000;

/** Runs a program of the guest and gives what it wrote; throws with what it complained of. */
export async function run(program: string, ...args: readonly string[]): Promise<string> {
  const options = { timeout: COMMAND_LIMIT_MS, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await execute(program, args, options);
  return stdout;
}

/** Runs a program in a network namespace. */
export async function runIn(namespace: string, program: string, ...args: readonly string[]): Promise<string> {
  return await run('ip', 'netns', 'exec', namespace, program, ...args);
}
