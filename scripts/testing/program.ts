import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { COMPILE_CACHE } from './compile-cache.ts';
import { FROM_SOURCE, type App, type Way } from './ways.ts';

/** One line of a podder's log. */
export type LogLine = Readonly<{ event: string; [field: string]: unknown }>;

/** How a program ended, and what it had written by then. */
export type Ending = Readonly<{
  code: number | null;
  signal: string | null;
  stderr: string;
  lastWords: string;
}>;

/** A podder that runs as a process of its own. */
export type Program = {
  readonly child: ChildProcess;
  readonly face: string;
  readonly health: string;
  readonly log: readonly LogLine[];
  /** Waits for a line of the log, past ones included; fails when the program ends without it. */
  event(name: string): Promise<LogLine>;
  readonly ended: Promise<Ending>;
  /** Sends a signal and waits for the end; `tookMs` is the time between. */
  kill(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<Ending & { tookMs: number }>;
};

type Options = Readonly<{
  way?: Way;
  args?: readonly string[];
  env?: NodeJS.ProcessEnv;
  before?: readonly string[];
}>;

const ADDRESSES = ['-http=127.0.0.1:0', '-health=127.0.0.1:0'];

/** Starts a program on free ports of loopback and waits until it listens. `before` goes before the command. */
export async function startProgram(app: App, options: Options = {}): Promise<Program> {
  const run = runProgram(app, { ...options, args: [...ADDRESSES, ...(options.args ?? [])] });
  const started = await run.event('started');
  return { ...run, face: `http://${String(started['face'])}`, health: `http://${String(started['health'])}` };
}

/** Starts a program with just these arguments, which may well make it end at once. */
export function runProgram(app: App, options: Options = {}): Omit<Program, 'face' | 'health'> {
  const { way = FROM_SOURCE, args = [], env = {}, before = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), 'podder-'));
  const messageFile = join(folder, 'termination-log');
  const [command = '', ...rest] = [...before, ...way.command(app), ...args];
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...COMPILE_CACHE,
      PATH: process.env['PATH'],
      POD_NAME: `${app}-0`,
      TERMINATION_MESSAGE_PATH: messageFile,
      ...env,
    },
  });
  const log: LogLine[] = [];
  const waiting = new Map<string, (line: LogLine) => void>();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  createInterface(child.stdout).on('line', (text) => {
    const line = text.startsWith('{') ? (JSON.parse(text) as LogLine) : { event: 'text', text };
    log.push(line);
    waiting.get(line.event)?.(line);
  });
  const ended = once(child, 'close').then(([code, signal]): Ending => {
    const lastWords = readIfThere(messageFile);
    rmSync(folder, { recursive: true, force: true });
    return { code: code as number | null, signal: signal as string | null, stderr, lastWords };
  });
  return {
    child,
    log,
    ended,
    event(name) {
      const past = log.find(({ event }) => event === name);
      if (past !== undefined) return Promise.resolve(past);
      const line = new Promise<LogLine>((resolve) => void waiting.set(name, resolve));
      const failure = ended.then((ending) => {
        throw new Error(`ended with ${String(ending.code)} before ${name}: ${ending.stderr}`);
      });
      return Promise.race([line, failure]);
    },
    async kill(signal) {
      const sentAt = performance.now();
      const gone = once(child, 'exit');
      child.kill(signal);
      // One that has ended before says so no more.
      await Promise.race([gone, ended]);
      const tookMs = performance.now() - sentAt;
      return { ...(await ended), tookMs };
    },
  };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
