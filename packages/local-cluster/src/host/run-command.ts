import { execFile, spawnSync } from 'node:child_process';

/** What a program printed, and how it ended. */
export type CommandResult = Readonly<{ exitCode: number; stdout: string; stderr: string }>;

/** How long a program that looks at processes may take, in milliseconds. */
const COMMAND_TIMEOUT_MS = 5_000;

/** How much it may print, in bytes: thousands of processes with the environments of all. */
const MAX_COMMAND_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs a program to its end before anything else happens; undefined where there is none, or where it takes too long. */
export function runCommandNow(command: string, args: readonly string[]): CommandResult | undefined {
  const { status, stdout, stderr, error } = spawnSync(command, args, options());
  return error === undefined && status !== null ? { exitCode: status, stdout, stderr } : undefined;
}

/** The same while other things happen. */
export function runCommand(command: string, args: readonly string[]): Promise<CommandResult | undefined> {
  return new Promise((resolve) => {
    execFile(command, args, options(), (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      resolve(typeof exitCode === 'number' ? { exitCode, stdout, stderr } : undefined);
    });
  });
}

function options() {
  return {
    encoding: 'utf8',
    // Dates would otherwise depend on the language and the zone of whoever asks.
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    timeout: COMMAND_TIMEOUT_MS,
    maxBuffer: MAX_COMMAND_OUTPUT_BYTES,
  } as const;
}
