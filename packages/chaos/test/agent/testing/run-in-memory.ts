import type { Ending } from '../../../src/agent/endings.ts';
import type { AgentLine, AgentReport } from '../../../src/agent/lines.ts';
import type { AgentLock } from '../../../src/agent/lock.ts';
import { runAgent, type AgentOptions } from '../../../src/agent/run-agent.ts';
import type { AgentSpec } from '../../../src/agent/spec.ts';
import type { AnyFaultAgent } from '../../../src/faults/agents.ts';
import { createMemoryLock } from './memory-lock.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

/** How an agent went that was run in memory. */
export type Ended = Readonly<{
  exitCode: number;
  lines: readonly AgentLine[];
  report: AgentReport;
  message: string;
  tookMs: number;
}>;

/** An agent that runs in memory and has not ended yet. */
export type Running = Readonly<{
  interrupt: (ending: Ending) => void;
  lines: readonly AgentLine[];
  messages: readonly string[];
  ended: Promise<Ended>;
}>;

type Options = Readonly<{
  agents: readonly AnyFaultAgent[];
  clock?: VirtualClock;
  lock?: AgentLock;
  write?: AgentOptions['write'];
  context?: Partial<AgentOptions['context']>;
}>;

export const RUN = 'abcd1234';

/** An order for a scripted fault. */
export function orderFor(spec: Partial<AgentSpec> = {}): string {
  const fault = { kind: 'signal', signal: 'SIGTERM' };
  return JSON.stringify({ version: 1, order: 'fault', run: RUN, fault, durationMs: 60_000, ...spec });
}

export function orderToEnd(target?: string): string {
  return JSON.stringify({ version: 1, order: 'end', run: 'eeeeeeee', ...(target && { target }) });
}

/** Starts an agent whose clock has to be run by the caller. */
export function start(specText: string, options: Options): Running {
  const { clock = createVirtualClock(), lock = createMemoryLock(), agents } = options;
  const texts: string[] = [];
  const lines: AgentLine[] = [];
  const messages: string[] = [];
  let interrupt = (_ending: Ending): void => {};
  const begunAtMs = clock.monotonicMs();
  const ended = runAgent({
    specText,
    agents,
    clock,
    lock,
    context: {
      command: () => Promise.reject(new Error('expected no program to be run')),
      resolve: () => Promise.reject(new Error('expected no name to be resolved')),
      readFile: () => Promise.reject(new Error('expected no file to be read')),
      readLink: () => Promise.reject(new Error('expected no link to be read')),
      signal: () => {},
      env: {},
      ...options.context,
    },
    write(line, isReport) {
      texts.push(line);
      lines.push(JSON.parse(line) as AgentLine);
      options.write?.(line, isReport);
    },
    writeTerminationMessage: (text) => void messages.push(text),
    interruptions: (listener) => (interrupt = listener),
  }).then((exitCode) => {
    const report = lines.at(-1) as AgentReport;
    const message = messages.at(-1) ?? '';
    if (message !== texts.at(-1)) throw new Error('expected the message to be the last line');
    return { exitCode, lines, report, message, tookMs: clock.monotonicMs() - begunAtMs };
  });
  return { interrupt: (ending) => interrupt(ending), lines, messages, ended };
}

/** Runs an agent to its end, in no time. */
export function run(specText: string, options: Options): Promise<Ended> {
  const { clock = createVirtualClock() } = options;
  return clock.run(start(specText, { ...options, clock }).ended);
}
