import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** How a program ended. */
export type Ended = Readonly<{ exitCode: number; stdout: string; stderr: string }>;

type Shell = Readonly<{ run: (words: readonly string[]) => Promise<Ended> }>;

let shell: Shell | undefined;

/**
 * Runs a program as a child of one small shell that this process keeps, several at once if need be. A fork of a process as
 * large as one of a test takes 10 to 20 ms of processor time for its page tables alone, and some tests run a thousand programs.
 */
export function runLightly(program: string, ...args: readonly string[]): Promise<Ended> {
  shell ??= openShell();
  return shell.run([program, ...args]);
}

function openShell(): Shell {
  const folder = mkdtempSync(join(tmpdir(), 'light-shell-'));
  const child = spawn('sh', [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<string, (exitCode: number) => void>();
  let count = 0;
  createInterface(child.stdout).on('line', (line) => {
    const [id = '', code = ''] = line.split(' ');
    waiting.get(id)?.(Number(code));
    waiting.delete(id);
    if (waiting.size === 0) letGo();
  });
  // Nobody has to end it: it ends where its input does, with this process.
  const holders = [child, child.stdin, child.stdout] as unknown as readonly Readonly<{
    ref: () => void;
    unref: () => void;
  }>[];
  const letGo = (): void => holders.forEach((holder) => holder.unref());
  letGo();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return {
    async run(words) {
      const id = String(count++);
      const [out, err] = [join(folder, `${id}.out`), join(folder, `${id}.err`)];
      const exitCode = await new Promise<number>((resolve) => {
        waiting.set(id, resolve);
        holders.forEach((holder) => holder.ref());
        const command = words.map(quoted).join(' ');
        child.stdin.write(`{ ${command} >${quoted(out)} 2>${quoted(err)} </dev/null; echo ${id} $?; } &\n`);
      });
      const ended = { exitCode, stdout: readFileSync(out, 'utf8'), stderr: readFileSync(err, 'utf8') };
      for (const file of [out, err]) rmSync(file);
      return ended;
    },
  };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
