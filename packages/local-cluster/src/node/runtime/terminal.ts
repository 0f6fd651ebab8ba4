import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { TerminalSize } from '@pod-contagion/api-server/serving';
import { DEFAULT_PATH, findExecutable } from '../../host/executable.ts';
import { MAX_TERMINAL_WORDS_BYTES, TERMINAL_OPEN_LIMIT_MS } from './limits.ts';

/** What a terminal has until its user tells its size. */
const FIRST_SIZE: TerminalSize = { width: 80, height: 24 };

/** What a terminal is called where its program's environment does not say. Source: containerd, internal/cri/server/container_create.go. */
const DEFAULT_TERM = 'xterm';

/** The file descriptor on which a command's shell says which terminal and process it became. */
export const TERMINAL_WORDS_DESCRIPTOR = 3;

/** A program, its arguments and its environment. */
type Program = Readonly<{ file: string; args: readonly string[]; env: Readonly<Record<string, string>> }>;

/**
 * What runs a command in a pseudo terminal: the program `script`, as there is none in Node.js. Its shell says on a file
 * descriptor of its own which terminal it has and which process it is, and becomes the command.
 *
 * Throws an Error where `script` is missing.
 */
export function inTerminal(command: readonly string[], env: Readonly<Record<string, string>>): Program {
  const shell = env['SHELL'];
  const lines = [
    `stty rows ${FIRST_SIZE.height} cols ${FIRST_SIZE.width}`,
    `echo "$(tty) $$" >&${TERMINAL_WORDS_DESCRIPTOR}`,
    `exec ${TERMINAL_WORDS_DESCRIPTOR}>&-`,
    // `script` runs what this variable names.
    shell === undefined ? 'unset SHELL' : `SHELL=${quote(shell)}`,
    `exec ${command.map(quote).join(' ')}`,
  ].join('; ');
  const args =
    process.platform === 'linux'
      ? ['--quiet', '--return', '--echo', 'always', '--command', lines, '/dev/null']
      : ['-q', '/dev/null', '/bin/sh', '-c', lines];
  return { file: findScript(), args, env: { TERM: DEFAULT_TERM, ...env, SHELL: '/bin/sh' } };
}

/** A terminal that is open. */
export type Terminal = Readonly<{
  /** The command's own process, which leads a session of its own. */
  pid: number;
  resize: (size: TerminalSize) => void;
}>;

/** Reads what the shell of `inTerminal` says; rejects with an Error where it says nothing. */
export async function readTerminal(words: Readable): Promise<Terminal> {
  const timer = setTimeout(() => words.destroy(), TERMINAL_OPEN_LIMIT_MS);
  let text = '';
  try {
    for await (const chunk of words) {
      text += String(chunk);
      const [, device, pid] = /^(\S+) (\d+)\n/.exec(text) ?? [];
      if (device !== undefined) return { pid: Number(pid), resize: createResize(device) };
      if (text.length > MAX_TERMINAL_WORDS_BYTES) break;
    }
  } catch {
    // Said below.
  } finally {
    clearTimeout(timer);
  }
  throw new Error(`expected the program script to open a terminal, got ${JSON.stringify(text)}`);
}

/** Sets the size of a terminal, of several in a row the last; the kernel sends SIGWINCH. */
function createResize(device: string): (size: TerminalSize) => void {
  let wanted: TerminalSize | undefined;
  let isRunning = false;
  const run = (): void => {
    if (wanted === undefined || isRunning) return;
    const { width, height } = wanted;
    wanted = undefined;
    isRunning = true;
    const option = process.platform === 'linux' ? '-F' : '-f';
    const child = spawn('stty', [option, device, 'rows', String(height), 'cols', String(width)], {
      stdio: 'ignore',
    });
    const next = (): void => {
      isRunning = false;
      run();
    };
    // Without stty the terminal keeps its size.
    child.once('error', next);
    child.once('exit', next);
  };
  return (size) => {
    wanted = size;
    run();
  };
}

function findScript(): string {
  try {
    return findExecutable('script', process.env['PATH'] ?? DEFAULT_PATH, '/');
  } catch (error) {
    throw new Error(
      'a terminal needs the program script (of util-linux or bsdutils), and this machine has none',
      {
        cause: error,
      },
    );
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
