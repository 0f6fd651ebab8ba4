/**
 * Runs the tests by tap: all of them, small files in groups that share a process, or those that are named. Options are tap's.
 */
import { spawn } from 'node:child_process';
import { failuresSince, shownFailure } from './ci/failures.ts';
import { ROOT } from './files.ts';
import { writeGroups } from './testing/groups/write-groups.ts';

const args = process.argv.slice(2);
const files = args.some((arg) => !arg.startsWith('-')) ? [] : writeGroups();
const startMs = Date.now();
const tap = spawn('tap', ['run', '--disable-coverage', ...args, ...files], {
  cwd: ROOT,
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_COMPILE_CACHE: `${ROOT}node_modules/.cache/compiled`,
    NODE_OPTIONS: `"--import=${ROOT}scripts/testing/plain-processes.ts"`,
  },
});
// tap hears these too, and says what was running; its exit code is waited for.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void tap.kill(signal));
tap.on('error', (error) => {
  process.stderr.write(`tap can't be started: ${error.message}\n`);
  process.exitCode = 1;
});
tap.on('exit', (code) => {
  process.exitCode = code ?? 1;
  // Thousands of lines lie between a failure and the end of a long run.
  if (code !== 0)
    for (const failure of failuresSince(startMs)) process.stderr.write(`${shownFailure(failure)}\n`);
});
