import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** Where programs are looked for if nobody says. Source: containerd (`defaultUnixEnv`). */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The file that a command's first word means, found before anything is started, so that what is wrong can be said as
 * containerd says it: a shell or a network namespace in between would hide it. Throws an Error.
 */
export function findExecutable(program: string | undefined, searchPath: string, workingDir: string): string {
  if (program === undefined) throw new Error('no command specified');
  if (program.includes('/')) {
    const file = path.resolve(workingDir, program);
    const problem = whyNot(file);
    if (problem !== undefined) throw new Error(`exec: "${program}": ${problem}`);
    return file;
  }
  let denied = false;
  for (const folder of program === '' ? [] : searchPath.split(':')) {
    const file = path.resolve(workingDir, folder, program);
    const problem = whyNot(file);
    if (problem === undefined) return file;
    denied ||= problem === 'permission denied';
  }
  throw new Error(
    denied
      ? `exec: "${program}": permission denied`
      : `exec: "${program}": executable file not found in $PATH`,
  );
}

/** Throws an Error where a command can't be started in a folder. */
export function checkWorkingDir(workingDir: string): void {
  let problem: string | undefined;
  try {
    if (!statSync(workingDir).isDirectory()) problem = 'not a directory';
    accessSync(workingDir, constants.X_OK);
  } catch (error) {
    problem ??= reason(error);
  }
  if (problem !== undefined) throw new Error(`chdir to cwd ("${workingDir}") failed: ${problem}`);
}

/** What a failed system call is called in Go, whose messages these are. Source: syscall/zerrors_linux_amd64.go. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : REASONS[code]) ?? message;
}

const REASONS: Readonly<Record<string, string>> = {
  E2BIG: 'argument list too long',
  EACCES: 'permission denied',
  EAGAIN: 'resource temporarily unavailable',
  ELOOP: 'too many levels of symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'file name too long',
  ENFILE: 'too many open files in system',
  ENOENT: 'no such file or directory',
  ENOEXEC: 'exec format error',
  ENOMEM: 'cannot allocate memory',
  ENOTDIR: 'not a directory',
  EPERM: 'operation not permitted',
};

function whyNot(file: string): string | undefined {
  try {
    if (statSync(file).isDirectory()) return 'is a directory';
  } catch (error) {
    return `stat ${file}: ${reason(error)}`;
  }
  try {
    accessSync(file, constants.X_OK);
    return undefined;
  } catch (error) {
    return reason(error);
  }
}
