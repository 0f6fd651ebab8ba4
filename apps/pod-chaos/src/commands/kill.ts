import { defineCommand, type CommandDef } from 'citty';
import { parseSchedule } from '@pod-contagion/chaos/schedule';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { KILL_FLAGS, type KillFlags } from '../flags/kill.ts';
import { planKill } from '../plans/kill.ts';
import { planSchedule } from '../plans/schedule.ts';
import { planTargets } from '../plans/targets.ts';
import { choose, checkTargets } from '../session/choose.ts';
import { killOnce, killText, refusalOf } from '../session/kill-once.ts';
import { runScheduled } from '../session/run-scheduled.ts';
import { withCluster } from '../session/session.ts';
import { formatKillReport, reportExitCode } from '../texts/run-report.ts';

/** `pod-chaos kill`: deletes or evicts pods, or kills a container in them, once or again and again. */
export const killCommand: CommandDef = defineCommand({
  meta: {
    name: 'kill',
    description: 'Deletes or evicts pods, or kills one container in them, once or on a schedule',
  },
  args: describeFlags(KILL_FLAGS),
  run: ({ rawArgs }) => kill(readFlags(KILL_FLAGS, rawArgs, usageError)),
});

function kill(flags: KillFlags): Promise<number> {
  const targets = checkTargets(planTargets(flags));
  const plan = planKill(flags);
  const when = planSchedule(flags);
  const schedule = when === undefined ? undefined : parseSchedule(when.options);
  return withCluster(flags, async (session) => {
    if (when !== undefined && schedule !== undefined) {
      return runScheduled(session, { targets, kill: plan, plan: when, schedule });
    }
    const order = { fault: killText(plan), dryRun: flags['dry-run'], refuse: refusalOf(plan) };
    const chosen = await choose(session, targets, order);
    if (typeof chosen === 'number') return chosen;
    const report = await killOnce(session, plan, chosen.chosen);
    session.output.result('report', report, formatKillReport(report));
    return reportExitCode(report);
  });
}
