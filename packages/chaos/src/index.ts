export { CHAOS_ERROR_CODES, ChaosError, type ChaosErrorCode } from './errors.ts';
export { connect, type ConnectOptions, type Kubernetes } from './kubernetes/connect.ts';
export type { Amount, TargetOptions } from './targets/options.ts';
export type { AgentReport } from './agent/lines.ts';
export type { FaultSpec } from './faults/fault-spec.ts';
export type { NetemSpec, NetworkFaultSpec, PortRange, TrafficScope } from './faults/network/spec.ts';
export type { PassedOver, Selection, Target } from './targets/target.ts';
export type { PodName } from './pod-name.ts';
export type { RunReport, TargetResult, Verdict } from './run/report.ts';
export { PROBE_ERROR_KINDS, type ProbeErrorKind } from './probe/error-kind.ts';
export { formatProbeReport } from './probe/format.ts';
export { readProbeOptions, type ProbeOptions } from './probe/options.ts';
export { probeUrl, type OnSample } from './probe/probe-url.ts';
export type { ConnectionKind, ConnectionReport, ProbeReport, ProbeSample } from './probe/report.ts';
export { findTargets, lookForTargets, type FindContext } from './targets/find.ts';
export { planned, type Planned } from './targets/planned.ts';
export { countReasons, requireTargets, selectTargets, type SelectionContext } from './targets/select.ts';
export { listActive, type ActiveFault, type Where } from './run/active.ts';
export { cleanUp, type CleanUpOptions } from './run/clean-up.ts';
export type { FaultState } from './run/fault-state.ts';
export { checkNodes, requireNodes, type NodeCheck } from './run/kernel-check.ts';
export type { OnRunEvent, RunEvent } from './run/run-events.ts';
export { runFault, type AgentRunOptions, type RunFaultOptions } from './run/run-fault.ts';
export { spareNode } from './faults/network/spare-node.ts';
export { checkTargetOptions, type CheckedTargets } from './targets/check-options.ts';
export { parseNetem } from './faults/network/netem/parse.ts';
export { validateFault } from './faults/validate-fault.ts';
export { describeFault } from './faults/describe-fault.ts';
export { newRunId } from './run/run-id.ts';
export type { KillEvent, OnKillEvent } from './kill/kill-events.ts';
export { killPods, type KillPodsOptions } from './kill/kill-pods.ts';
export { downMsOf, type Departure } from './recovery/departure.ts';
export { formatDeparture, formatRecoveryReport } from './recovery/format.ts';
export type { RecoveryReport, RecoverySummary, ReportedDeparture } from './recovery/report.ts';
export {
  watchRecovery,
  type OnRecoveryEvent,
  type RecoveryEvent,
  type WatchRecoveryOptions,
} from './recovery/watch-recovery.ts';
export { killContainer, type KillContainerOptions } from './kill/kill-container.ts';
export {
  PREFLIGHT_CHECKS,
  PREFLIGHT_FAULTS,
  type Answer,
  type Finding,
  type PreflightCheck,
  type PreflightFault,
} from './preflight/check.ts';
export { formatPreflight } from './preflight/format.ts';
export { describePermission, FAULT_PERMISSIONS, type Permission } from './preflight/permissions.ts';
export {
  preflight,
  type FaultPreflight,
  type PreflightOptions,
  type PreflightReport,
} from './preflight/preflight.ts';
export { podEventOf, type PodEvent } from './telemetry/event-of-run.ts';
export { POD_EVENT_REASONS, type PodEventReason } from './telemetry/event-reasons.ts';
export {
  CHAOS_METRICS,
  METRIC_FAULTS,
  type ChaosMetricName,
  type MetricFault,
} from './telemetry/metric-names.ts';
export { createChaosMetrics, metricFaultOf, type ChaosMetrics } from './telemetry/metrics.ts';
export {
  createEventRecorder,
  recordEvent,
  type EventRecorder,
  type EventRecorderOptions,
} from './telemetry/record-event.ts';
export { isAllowed, nextRunAfter } from './schedule/next-run.ts';
export {
  runSchedule,
  type RunScheduleOptions,
  type ScheduledAction,
  type ScheduledRun,
  type ScheduleEnd,
  type ScheduleEvent,
} from './schedule/run-schedule.ts';
export { parseSchedule, type Schedule, type ScheduleOptions } from './schedule/schedule.ts';
export { scheduledKill, type ScheduledKillOptions } from './schedule/scheduled-kill.ts';
export type { DisruptorOptions, Termination } from './disruptors/disruptor.ts';
export type { DisruptorDuration } from './disruptors/fields.ts';
export type { Netem, NetemScope, NetworkFault } from './disruptors/network-fault.ts';
export { PodDisruptor } from './disruptors/pod-disruptor.ts';
export type { Labels, PodCount, PodSelector } from './disruptors/pod-selector.ts';
export { ServiceDisruptor } from './disruptors/service-disruptor.ts';
export { whyContainerIsNotKilled } from './kill/why-not-killed.ts';
export { whyNoSecondFault } from './run/why-no-second-fault.ts';
export { refuseSharedNetwork } from './run/refuse-target.ts';
export type { Lifted } from './targets/lifted.ts';
