import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { missing } from '../../../../scripts/testing/needs.ts';
import { until as untilSo } from '../../../../scripts/testing/until.ts';

/** Why nothing can be run on a terminal here; false where it can. */
export const noTerminal: string | false = missing('script of util-linux');

/** The terminal, while a command runs on it. */
export type Typing = Readonly<{
  write: (text: string) => void;
  /** Waits until what was written so far fits. */
  until: (pattern: RegExp) => Promise<void>;
}>;

/** How a terminal is not like an xterm of 80 x 24 in UTF-8 without colours. */
export type TerminalKind = Readonly<{ columns?: number; rows?: number; env?: Record<string, string> }>;

/** Runs a command on a terminal; returns all that it wrote, and what `stty` says afterwards. */
export async function onTerminal(
  command: string,
  { columns = 80, rows = 24, env = {} }: TerminalKind = {},
  during?: (typing: Typing) => Promise<void>,
): Promise<{ seen: string; settings: string }> {
  const script = `stty cols ${columns} rows ${rows}; ${command}; echo CODE=$?; stty -a`;
  const locale = { LC_ALL: 'C.UTF-8', TERM: 'xterm-256color', NO_COLOR: '' };
  const child = spawn('script', ['-qec', script, '/dev/null'], {
    env: { ...process.env, ...locale, SHELL: '/bin/sh', ...env },
  });
  let seen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (seen += text));
  child.stdin.on('error', () => {});
  const closed = once(child, 'close');
  const until = async (pattern: RegExp): Promise<void> => {
    await untilSo(`${String(pattern)} on the screen`, () => pattern.test(seen)).catch((cause: Error) => {
      throw new Error(`${cause.message}; seen: ${JSON.stringify(seen.slice(-2_000))}`, { cause });
    });
  };
  try {
    await during?.({ write: (text) => void child.stdin.write(text), until });
  } catch (error) {
    // The command gets SIGHUP.
    child.kill();
    throw error;
  }
  await closed;
  const [before = '', settings = ''] = seen.split('CODE=');
  return { seen: before, settings };
}
