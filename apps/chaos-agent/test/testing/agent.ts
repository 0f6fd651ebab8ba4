import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { appCommand } from '../../../../scripts/testing/app-command.ts';
import { COMPILE_CACHE } from '../../../../scripts/testing/compile-cache.ts';
import { endOfProcess } from '../../../../scripts/testing/end-of-process.ts';
import type { AgentLine, AgentReport, AgentSpec } from '@pod-contagion/chaos/agent';
import type { Test } from 'tap';

/** The agent's program. */
export const AGENT: readonly string[] = appCommand('chaos-agent');

/** How an agent ended. */
export type AgentEnd = Readonly<{
  code: number | null;
  signal: NodeJS.Signals | null;
  lines: readonly AgentLine[];
  stderr: string;
  /** The termination message; undefined where there is none. */
  message: AgentReport | undefined;
}>;

/** An agent that runs as a process of its own. */
export type Agent = Readonly<{
  child: ChildProcess;
  ended: Promise<AgentEnd>;
  /** Waits for a line of which this holds; fails where it ends without it. */
  line: (event: AgentLine['event'], holds?: (line: AgentLine) => boolean) => Promise<AgentLine>;
}>;

type Options = Readonly<{
  enter?: readonly string[];
  env?: Readonly<Record<string, string>>;
  stdio?: StdioOptions;
}>;

export const RUN = 'abcd1234';

/** Drops everything on eth0. */
export const DROP: AgentSpec = {
  version: 1,
  order: 'fault',
  run: RUN,
  durationMs: 60_000,
  fault: {
    kind: 'network',
    interface: 'eth0',
    scope: { direction: 'both', peers: [], hosts: [], remotePorts: [], localPorts: [], except: [] },
    effect: { do: 'drop' },
  },
};

export const END_ALL: AgentSpec = { version: 1, order: 'end', run: 'eeeeeeee' };

/** Starts one; it is killed at the end of the test if it still runs. */
export function startAgent(t: Test, spec: AgentSpec, options: Options = {}): Agent {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-agent-'));
  const messageFile = join(folder, 'termination-log');
  const [program = '', ...args] = [...(options.enter ?? []), ...AGENT];
  const child = spawn(program, args, {
    stdio: options.stdio ?? ['ignore', 'pipe', 'pipe'],
    env: {
      ...COMPILE_CACHE,
      PATH: process.env['PATH'],
      POD_CHAOS_SPEC: JSON.stringify(spec),
      TERMINATION_MESSAGE_PATH: messageFile,
      ...options.env,
    },
  });
  t.teardown(() => child.kill('SIGKILL'));
  const lines: AgentLine[] = [];
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  if (child.stdout !== null && options.stdio === undefined) {
    createInterface(child.stdout).on('line', (text) => void lines.push(JSON.parse(text) as AgentLine));
  }
  let hasEnded = false;
  const over = options.stdio === undefined ? 'close' : 'exit';
  const ended = endOfProcess(child, over, () => `${JSON.stringify(lines)} ${stderr}`)
    .finally(() => (hasEnded = true))
    .then((end): AgentEnd => {
      const message = readMessage(messageFile);
      rmSync(folder, { recursive: true, force: true });
      return { ...end, lines, stderr, message };
    });
  // Not everybody asks.
  ended.catch(() => undefined);
  return {
    child,
    ended,
    async line(event, holds = () => true) {
      for (;;) {
        const found = lines.find((line) => line.event === event && holds(line));
        if (found !== undefined) return found;
        if (hasEnded) throw new Error(`expected a line ${event}, got ${JSON.stringify(lines)} ${stderr}`);
        await sleep(10);
      }
    },
  };
}

function readMessage(path: string): AgentReport | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as AgentReport;
  } catch {
    return undefined;
  }
}
