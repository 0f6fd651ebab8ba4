// Faults that go on for a while: whether they are possible, running them, what is active, ending what was left.
export { listActive, type ActiveFault, type Where } from './active.ts';
export { cleanUp, type CleanUpOptions } from './clean-up.ts';
export { checkNodes, requireNodes, type NodeCheck } from './kernel-check.ts';
export { refuseSharedNetwork } from './refuse-target.ts';
export type { RunReport, TargetResult, Verdict } from './report.ts';
export type { RunEvent } from './run-events.ts';
export { runFault, type AgentRunOptions, type RunFaultOptions } from './run-fault.ts';
export { newRunId } from './run-id.ts';
export { whyNoSecondFault } from './why-no-second-fault.ts';
