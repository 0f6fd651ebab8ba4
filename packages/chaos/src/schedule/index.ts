// When something is done, and doing it again and again.
export type { Planned } from '../targets/planned.ts';
export { nextRunAfter } from './next-run.ts';
export {
  runSchedule,
  type RunScheduleOptions,
  type ScheduledAction,
  type ScheduledRun,
  type ScheduleEnd,
  type ScheduleEvent,
} from './run-schedule.ts';
export { parseSchedule, type Schedule, type ScheduleOptions } from './schedule.ts';
export { scheduledKill, type ScheduledKillOptions } from './scheduled-kill.ts';
