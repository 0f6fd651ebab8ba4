// How long pods and workloads were down.
export { formatRecoveryReport } from './format.ts';
export type { RecoveryReport, RecoverySummary, ReportedDeparture } from './report.ts';
export { watchRecovery, type RecoveryEvent, type WatchRecoveryOptions } from './watch-recovery.ts';
