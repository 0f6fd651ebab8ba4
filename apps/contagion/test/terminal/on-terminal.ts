import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Why nothing can be run on a terminal here; false where it can. */
export const noTerminal: string | false = (() => {
  try {
    const hasScript = execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
    return hasScript ? false : 'needs script of util-linux, to make a terminal';
  } catch {
    return 'needs script of util-linux, to make a terminal';
  }
})();

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
    for (let waited = 0; !pattern.test(seen); waited += 20) {
      if (waited > 90_000) {
        throw new Error(`not seen: ${String(pattern)} in ${JSON.stringify(seen.slice(-2_000))}`);
      }
      await new Promise((resolve) => void setTimeout(resolve, 20));
    }
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
