export { CHAOS_ERROR_CODES, ChaosError, type ChaosErrorCode } from './errors.ts';
export { connect, type ConnectOptions, type Kubernetes } from './kubernetes/connect.ts';
export type { Amount, TargetOptions } from './targets/options.ts';
export type { AgentReport } from './agent/lines.ts';
export type { FaultSpec } from './faults/fault-spec.ts';
export type { NetemSpec, NetworkFaultSpec, PortRange, TrafficScope } from './faults/network/spec.ts';
export type { PassedOver, Selection, Target } from './targets/target.ts';
export type { PodName, RunReport, TargetResult, Verdict } from './run/report.ts';
