export { MIN_GRACE_MS, graceMs, type GraceSettings } from './grace.ts';
export { createProbeWorker, isProbeDue, meetContainer, recordProbe, type ProbeKind } from './probe.ts';
export type { ProbeResult, ProbeThresholds, ProbeWorker } from './probe.ts';
export { firstTickAtMs, nextTickAtMs } from './probe-ticks.ts';
export {
  createRestarts,
  forgetEnds,
  noteEnd,
  noteRestart,
  type EndCause,
  type Restarts,
} from './restarts.ts';
export { restartsAfter, type RestartPolicy } from './restart-policy.ts';
export { nextRetryAtMs } from './retry.ts';
export { kubeletRules, type KubeletRules, type KubeletSwitches, type KubeletVersion } from './rules.ts';
