// What runs in the ephemeral container; nothing here may import the Kubernetes client.
export { runAgent, type AgentOptions } from './run-agent.ts';
export { parseAgentSpec } from './parse-spec.ts';
export { runOnMachine } from './machine/run-on-machine.ts';
export { machineContext } from './machine/context.ts';
export { runCommand } from './machine/command.ts';
export { MACHINE_INTERRUPTIONS } from './machine/interruptions.ts';
export { MACHINE_CLOCK, type AgentClock } from './clock.ts';
export { SOCKET_LOCK } from './socket-lock.ts';
export type { AgentLock, HeldLock, LockAnswer, LockQuestion } from './lock.ts';
export type { Interruptions } from './interruptions.ts';
export type { Ending } from './endings.ts';
export { AGENT_SPEC_VARIABLE, type AgentOrder, type AgentSpec } from './spec.ts';
export type { AgentLine, AgentReport, EndReason, Proof } from './lines.ts';
