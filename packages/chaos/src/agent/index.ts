// What runs in the ephemeral container; nothing here may import the Kubernetes client.
export type { AgentLine, AgentReport, EndReason, Proof } from './lines.ts';
export { serveThread } from '../faults/resources/threads/serve-thread.ts';
export { runOnMachine } from './machine/run-on-machine.ts';
export { AGENT_SPEC_VARIABLE, type AgentOrder, type AgentSpec } from './spec.ts';
