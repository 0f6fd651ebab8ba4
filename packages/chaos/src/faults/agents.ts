import type { AgentContext, FaultAgent, FaultPlan } from './fault-agent.ts';
import type { FaultSpec } from './fault-spec.ts';
import { flushAgent, rehearsalAgent } from './flush/agent.ts';
import { networkAgent } from './network/agent.ts';
import { requestsAgent } from './requests/agent.ts';
import { burnAgent } from './resources/burn-agent.ts';
import { diskAgent } from './resources/disk-agent.ts';
import { memoryAgent } from './resources/memory-agent.ts';
import { signalAgent } from './signal/signal-agent.ts';
import { toxicsAgent } from './toxics/agent.ts';

/** The agent's part of some kind of fault. */
export type AnyFaultAgent = {
  [Kind in FaultSpec['kind']]: FaultAgent<FaultSpec & { kind: Kind }>;
}[FaultSpec['kind']];

/** The agent's parts of all faults; a further fault is one more entry. */
export const FAULT_AGENTS: readonly AnyFaultAgent[] = [
  networkAgent,
  requestsAgent,
  toxicsAgent,
  signalAgent,
  burnAgent,
  memoryAgent,
  diskAgent,
  flushAgent,
  rehearsalAgent,
];

/** The part for a kind of fault, among those given. */
export function agentFor(agents: readonly AnyFaultAgent[], kind: FaultSpec['kind']): AnyFaultAgent {
  const agent = agents.find((each) => each.kind === kind);
  if (agent === undefined) throw new Error(`expected an agent for ${kind} faults, got none`);
  return agent;
}

/** Plans a fault by the part of its own kind. */
export function planFault(agent: AnyFaultAgent, fault: FaultSpec, context: AgentContext): Promise<FaultPlan> {
  // The two are of one kind, as it was found by it; the type of a union can't say so.
  return (agent as FaultAgent).plan(fault, context);
}
