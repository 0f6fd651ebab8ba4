import { spawn } from 'node:child_process';

/** What opens an address, by platform. */
const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens an address in the browser that the system prefers; where that fails, it is told. */
export function openBrowser(url: string, onFailure: (message: string) => void): void {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const fail = (why: string): void =>
    onFailure(`no browser was opened (${program}: ${why}); the address is ${url}`);
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', ({ message }) => fail(message));
  child.once('exit', (code) => {
    if (code !== 0) fail(`it ended with ${code ?? 'a signal'}`);
  });
  child.unref();
}
