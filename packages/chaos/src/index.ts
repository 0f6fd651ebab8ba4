// The cluster, whom to hit, and what every other entry point takes or throws.
export { CHAOS_ERROR_CODES, ChaosError, type ChaosErrorCode } from './errors.ts';
export { connect, type ConnectOptions, type Kubernetes } from './kubernetes/connect.ts';
export type { PodName } from './pod-name.ts';
export { checkTargetOptions } from './targets/check-options.ts';
export { findTargets, lookForTargets, type FindContext } from './targets/find.ts';
export type { Amount, TargetOptions } from './targets/options.ts';
export { selectTargets, type SelectionContext } from './targets/select.ts';
export type { PassedOver, Selection, Target } from './targets/target.ts';
