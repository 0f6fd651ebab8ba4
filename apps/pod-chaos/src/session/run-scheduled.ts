import {
  runSchedule,
  scheduledKill,
  type Planned,
  type Schedule,
  type ScheduleEvent,
} from '@pod-contagion/chaos/schedule';
import { createChaosMetrics, type ChaosMetrics, type MetricFault } from '@pod-contagion/chaos/telemetry';
import type { KillPlan } from '../plans/kill.ts';
import type { SchedulePlan } from '../plans/schedule.ts';
import type { TargetPlan } from '../plans/targets.ts';
import { eventFields } from '../texts/event-fields.ts';
import { formatKillReport } from '../texts/run-report.ts';
import { plannedText, scheduleEventText } from '../texts/schedule-event.ts';
import { killOnce, refusalOf } from './kill-once.ts';
import { listenFor } from './serve-metrics.ts';
import type { ClusterSession } from './session.ts';

/** What is killed again and again, and when. */
export type ScheduledKill = Readonly<{
  targets: TargetPlan;
  kill: KillPlan;
  plan: SchedulePlan;
  schedule: Schedule;
}>;

/** Kills by a schedule until it ends or is interrupted; returns what the process ends with. */
export async function runScheduled(session: ClusterSession, order: ScheduledKill): Promise<number> {
  const { output, interrupt } = session;
  const { plan, schedule } = order;
  const { metricsAddress } = plan;
  const metrics = metricsAddress === undefined ? undefined : await createChaosMetrics();
  let notReady: string | undefined = 'no run is planned yet';
  const onEvent = (event: ScheduleEvent): void => {
    if (event.event === 'failed') notReady = `run ${event.run} failed: ${event.message}`;
    const isFirst = event.event === 'waiting' && event.run === 1;
    if (isFirst || event.event === 'ended' || event.event === 'nobody') notReady = undefined;
    output.progress('schedule', eventFields(event), scheduleEventText(event));
  };
  if (plan.dryRun) output.note('dry run: nobody is killed; --no-dry-run makes it real');
  const listener = await listenFor(output, 'schedule', metricsAddress, metrics, () => notReady);
  try {
    const untilMs = plan.durationMs === undefined ? undefined : Date.now() + plan.durationMs;
    const action = actionOf(session, order, metrics);
    const { reason } = await runSchedule(schedule, action, { onEvent, untilMs }, interrupt.signal);
    return reason === 'failures' ? 1 : 0;
  } finally {
    await listener?.close();
  }
}

function actionOf(
  session: ClusterSession,
  { targets, kill, plan: { dryRun } }: ScheduledKill,
  metrics: ChaosMetrics | undefined,
): ReturnType<typeof scheduledKill> {
  const { kube, namespaces, output } = session;
  const fault: MetricFault = kill.kind === 'container' ? 'container' : kill.mode;
  return scheduledKill(kube, {
    targets: { ...targets, namespaces },
    dryRun,
    refuse: refusalOf(kill),
    kill: (chosen) => killOnce(session, kill, chosen, (event) => metrics?.happened(fault, event)),
    onPlanned: ({ run }, planned: Planned) =>
      output.result('planned', { scheduledRun: run, dryRun, ...planned }, [plannedText(planned, dryRun)]),
    onReport: ({ run }, report) => {
      metrics?.runOver(fault, report);
      output.result('report', { scheduledRun: run, ...report }, formatKillReport(report));
    },
  });
}
