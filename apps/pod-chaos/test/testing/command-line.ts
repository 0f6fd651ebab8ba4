import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { appCommand } from '../../../../scripts/testing/app-command.ts';
import { COMPILE_CACHE } from '../../../../scripts/testing/compile-cache.ts';
import { endOfProcess } from '../../../../scripts/testing/end-of-process.ts';
import { PATIENCE_MS } from '../../../../scripts/testing/until.ts';

const POD_CHAOS = appCommand('pod-chaos');

/** Where nobody is at home, nor can be: kubectl, which experiments start, makes a folder for what it remembers wherever it may. */
const NO_HOME = '/proc/none';

/** How a command ended. */
export type Ended = Readonly<{ code: number | null; signal: string | null; out: string; err: string }>;

/** A command that runs as a process of its own. */
export type Running = Readonly<{
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Waits until a text stands on one of the outputs; fails where the command ends without it. */
  said: (text: string | RegExp) => Promise<void>;
  /** What stands on standard output by now. */
  outNow: () => string;
}>;

/** Starts pod-chaos; `kubeconfig` is all it knows of a cluster. `command` is another way to start it. */
export function start(
  argv: readonly string[],
  kubeconfig = '/none',
  [node = '', ...words]: readonly string[] = POD_CHAOS,
): Running {
  const child = spawn(node, [...words, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...COMPILE_CACHE, PATH: process.env['PATH'], HOME: NO_HOME, KUBECONFIG: kubeconfig },
  });
  let out = '';
  let err = '';
  const waiting = new Set<() => void>();
  const heard = (): void => {
    for (const look of waiting) look();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    heard();
  });
  const ended = endOfProcess(child, 'close', () => `${out}${err}`).then((end): Ended => ({
    ...end,
    out,
    err,
  }));
  // Not everybody asks.
  ended.catch(() => undefined);
  return {
    child,
    ended,
    outNow: () => out,
    async said(text) {
      const said = new Promise<true>((resolve) => {
        const look = (): void => {
          if (`${out}${err}`.search(text) < 0) return;
          waiting.delete(look);
          resolve(true);
        };
        waiting.add(look);
        look();
      });
      const late = sleep(PATIENCE_MS, 'too late' as const, { ref: false });
      const first = await Promise.race([said, late, ended]);
      // Nobody ends it any more where the test does not go on.
      if (first === 'too late') child.kill('SIGKILL');
      if (first !== true) throw new Error(`expected it to say ${text}, got: ${out}${err}`);
    },
  };
}

/** Runs pod-chaos to its end. */
export function run(argv: readonly string[], kubeconfig?: string): Promise<Ended> {
  return start(argv, kubeconfig).ended;
}

/** The JSON lines of an output. */
export function jsonLines(text: string): readonly Readonly<{ event: string; [field: string]: unknown }>[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string });
}
