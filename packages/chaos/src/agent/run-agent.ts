import { FAULT_AGENTS, type AnyFaultAgent } from '../faults/agents.ts';
import type { AgentContext } from '../faults/fault-agent.ts';
import { limitCalls, type Calls } from './calls.ts';
import { carryOutCheck } from './check-order.ts';
import { timestamp, type AgentClock } from './clock.ts';
import { carryOutEnd } from './end-order.ts';
import { createEndings, type Endings } from './endings.ts';
import { carryOutFault } from './fault-order.ts';
import type { Interruptions } from './interruptions.ts';
import type { AgentReport } from './lines.ts';
import type { AgentLock, HeldLock } from './lock.ts';
import { parseAgentSpec, runIn } from './parse-spec.ts';
import { createReport, reportedError } from './report.ts';
import type { OrderResult, Session } from './session.ts';
import type { AgentSpec } from './spec.ts';

/** All that an agent is given; nothing else reaches it, and it reaches nothing else. */
export type AgentOptions = Readonly<{
  /** Its order as JSON: see `AgentSpec`. */
  specText: string;
  context: Omit<AgentContext, 'run'>;
  /** Takes one line of standard output; the report is the last and must not be dropped. */
  write: (line: string, isReport: boolean) => void;
  /** Leaves the report for Kubernetes, over what was there. */
  writeTerminationMessage: (text: string) => void;
  /** Signals and unexpected errors: each ends the fault. */
  interruptions: Interruptions;
  clock: AgentClock;
  lock: AgentLock;
  /** The parts of the faults that it knows; all of them where left out. */
  agents?: readonly AnyFaultAgent[];
}>;

/**
 * Carries out one order and reports, whatever happens in between: what it has set up it undoes, at the deadline, by a
 * signal, when asked or when something fails. Never rejects.
 * @returns what the process has to end with: 0 where the fault was there and is proven gone, where it could be set up
 * for `check`, and where nothing had to be ended for `end`; 1 otherwise
 */
export async function runAgent(options: AgentOptions): Promise<number> {
  const endings = createEndings();
  options.interruptions(endings.end);
  const { clock } = options;
  let spec: AgentSpec;
  try {
    spec = parseAgentSpec(options.specText, options.agents ?? FAULT_AGENTS);
  } catch (error) {
    const result: OrderResult = {
      outcome: 'untouched',
      reason: 'error',
      proof: [],
      error: reportedError(error, 'CHAOS_USAGE'),
    };
    publish(options, createReport(runIn(options.specText), result, clock.nowMs()));
    return 1;
  }
  const locks: HeldLock[] = [];
  let tell = (_report: AgentReport): void => {};
  const reported = new Promise<AgentReport>((resolve) => (tell = resolve));
  const session = openSession(options, spec, endings, locks, reported);
  session.say({ event: 'begun', run: spec.run, at: timestamp(clock.nowMs()) });
  // No part of it rejects; were one to, it would not be known what is there.
  const result = await carryOut(session).catch((error: unknown): OrderResult => {
    return { outcome: 'left', reason: 'error', proof: [], error: reportedError(error, 'CHAOS_NOT_ENDED') };
  });
  const report = createReport(spec.run, result, clock.nowMs());
  publish(options, report);
  tell(report);
  for (const held of locks) await held.release();
  return exitCodeOf(spec, report);
}

function openSession(
  options: AgentOptions,
  spec: AgentSpec,
  endings: Endings,
  locks: HeldLock[],
  reported: Promise<AgentReport>,
): Session {
  const { clock, lock, agents = FAULT_AGENTS } = options;
  return {
    spec,
    agents,
    clock,
    lock,
    endings,
    reported,
    calls: withMoments(limitCalls({ ...options.context, run: spec.run }, clock), spec, clock, endings),
    say: (line) => quietly(() => options.write(JSON.stringify(line), false)),
    foretell: (result) => {
      const report = createReport(spec.run, result, clock.nowMs());
      quietly(() => options.writeTerminationMessage(JSON.stringify(report)));
    },
    keep: (held) => void locks.push(held),
  };
}

/**
 * Says when the fault will be over were it in place now, for rules that the kernel can end by itself, and whether the end has
 * come, for what waits.
 */
function withMoments(
  { context, call }: Calls,
  { durationMs }: AgentSpec,
  clock: AgentClock,
  endings: Endings,
): Calls {
  const isEnding = (): boolean => endings.ending() !== undefined;
  if (durationMs === undefined) return { call, context: { ...context, isEnding } };
  return {
    call,
    context: {
      ...context,
      isEnding,
      get deadlineMs() {
        return clock.nowMs() + durationMs;
      },
    },
  };
}

async function carryOut(session: Session): Promise<OrderResult> {
  const { order, fault } = session.spec;
  if (order === 'end' || fault === undefined) return carryOutEnd(session);
  return order === 'check' ? carryOutCheck(session, fault) : carryOutFault(session, fault);
}

/** The message first: it is what is read where the log is lost. */
function publish({ write, writeTerminationMessage }: AgentOptions, report: AgentReport): void {
  const line = JSON.stringify(report);
  quietly(() => writeTerminationMessage(line));
  quietly(() => write(line, true));
}

/** Nothing that can't be written may keep a fault from being undone. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // There is nobody left to be told.
  }
}

function exitCodeOf({ order }: AgentSpec, { outcome, error }: AgentReport): number {
  if (error !== undefined) return 1;
  const isDone =
    outcome === 'mended' || outcome === 'checked' || (order === 'end' && outcome === 'untouched');
  return isDone ? 0 : 1;
}
