import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { quoted } from '@pod-contagion/command-line';
import { appCommand } from '../../../../scripts/testing/app-command.ts';
import { endOfProcess } from '../../../../scripts/testing/end-of-process.ts';

/** One line of JSON that the command wrote. */
export type Line = Readonly<{ event: string; time: string; [field: string]: unknown }>;

/** The command line as a process. */
export type Contagion = Readonly<{
  child: ChildProcess;
  lines: readonly Line[];
  /** The first line that fits, past or to come; fails when the command ends without it. */
  line: (fits: (line: Line) => boolean) => Promise<Line>;
  ended: Promise<Readonly<{ code: number | null; signal: string | null; stderr: string }>>;
}>;

export const COMMAND: readonly string[] = appCommand('contagion');

/** The same as a shell takes it, wherever the repository is. */
export const COMMAND_LINE: string = COMMAND.map(quoted).join(' ');

/** Runs the command line with its state in a folder of the test. */
export function runContagion(args: readonly string[], stateFolder: string): Contagion {
  const [node = '', ...rest] = COMMAND;
  const child = spawn(node, [...rest, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, XDG_STATE_HOME: stateFolder },
  });
  const lines: Line[] = [];
  const waiting = new Set<() => void>();
  let stderr = '';
  let hasEnded = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  createInterface(child.stdout).on('line', (text) => {
    lines.push(JSON.parse(text) as Line);
    for (const wake of waiting) wake();
  });
  const ended = endOfProcess(child, 'close', () => stderr)
    .finally(() => {
      hasEnded = true;
      for (const wake of waiting) wake();
    })
    .then((end) => ({ ...end, stderr }));
  // Not everybody asks.
  ended.catch(() => undefined);
  return {
    child,
    lines,
    ended,
    async line(fits) {
      for (;;) {
        const found = lines.find(fits);
        if (found !== undefined) return found;
        if (hasEnded || child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`ended with ${child.exitCode ?? child.signalCode} before that line: ${stderr}`);
        }
        const woken = Promise.withResolvers<void>();
        waiting.add(woken.resolve);
        await woken.promise;
        waiting.delete(woken.resolve);
      }
    },
  };
}

/** The processes that were started for clusters whose state is in a folder. */
export function processesOf(stateFolder: string): string[] {
  if (process.platform !== 'linux') return printedWith(stateFolder);
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, 'latin1').includes(stateFolder);
    } catch {
      return false;
    }
  });
}

/** The same where there is no /proc: what `ps` of macOS prints of processes and their environments. */
function printedWith(text: string): string[] {
  const args = ['-ax', '-ww', '-E', '-o', 'pid=,command='];
  const printed = execFileSync('ps', args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  return printed.split('\n').filter((line) => line.includes(text));
}

/** Ends the command, however far it is, and waits for its pods to be gone; SIGKILL would leave them. */
export async function stop({ child, ended }: Contagion): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  await ended;
}
