import type { ChaosErrorCode } from '../errors.ts';
import type { AnyFaultAgent } from '../faults/agents.ts';
import type { Effect } from '../faults/fault-agent.ts';
import type { Calls } from './calls.ts';
import type { AgentClock } from './clock.ts';
import type { Endings } from './endings.ts';
import type { AgentLine, AgentReport, EndReason, Proof } from './lines.ts';
import type { AgentLock, HeldLock } from './lock.ts';
import type { AgentSpec } from './spec.ts';

/** What the parts of one agent share while it lives. */
export type Session = Readonly<{
  spec: AgentSpec;
  agents: readonly AnyFaultAgent[];
  calls: Calls;
  clock: AgentClock;
  lock: AgentLock;
  endings: Endings;
  /** Writes a line; never throws. */
  say: (line: AgentLine) => void;
  /** Leaves a termination message before the end, for an agent that what it does may end. Never throws. */
  foretell: (result: OrderResult) => void;
  /** Keeps a lock until the report is out. */
  keep: (lock: HeldLock) => void;
  /** The report, once it is out. */
  reported: Promise<AgentReport>;
}>;

/** How an order went; the report is made of it. */
export type OrderResult = Readonly<{
  outcome: AgentReport['outcome'];
  reason: EndReason;
  appliedAtMs?: number;
  effect?: Effect;
  proof: readonly Proof[];
  error?: Readonly<{ code: ChaosErrorCode; message: string }>;
}>;
