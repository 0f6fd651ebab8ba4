import { CHAOS_ERROR_CODES, ChaosError, type ChaosErrorCode } from '../errors.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import type { RunReport } from '../run/report.ts';
import { lookForTargets } from '../targets/find.ts';
import type { TargetOptions } from '../targets/options.ts';
import { planned, type Planned } from '../targets/planned.ts';
import { requireTargets } from '../targets/select.ts';
import type { Target } from '../targets/target.ts';
import type { ScheduledAction, ScheduledRun } from './run-schedule.ts';

/** What is killed in each run of a schedule, and who is told. */
export type ScheduledKillOptions = Readonly<{
  targets: TargetOptions;
  /** Kills the pods that were chosen; not called in a dry run. */
  kill: (targets: readonly Target[], signal: AbortSignal) => Promise<RunReport>;
  /** Why a pod would not be killed: asked in a dry run, which then fails as the run would. */
  refuse?: ((target: Target) => ChaosError | undefined) | undefined;
  /** Chooses and tells, but kills nobody; default true. */
  dryRun?: boolean | undefined;
  /** Told of each choice, before anybody is hit. */
  onPlanned?: ((run: ScheduledRun, plan: Planned) => void) | undefined;
  onReport?: ((run: ScheduledRun, report: RunReport) => void) | undefined;
}>;

/**
 * Makes the action of a schedule that chooses pods anew in each run and kills them, never more than the schedule has
 * left. A seed is followed by the number of the run, else it would choose the same ones again and again. A dry
 * run says that it is one, and limits hold for it by those who would be hit.
 */
export function scheduledKill(kube: Kubernetes, options: ScheduledKillOptions): ScheduledAction {
  const { targets, kill, dryRun = true, onPlanned, onReport } = options;
  const action = async (run: ScheduledRun, signal: AbortSignal): Promise<number> => {
    const seed = targets.seed === undefined ? {} : { seed: `${targets.seed}/${run.run}` };
    const found = await lookForTargets(kube, { ...targets, ...seed }, { signal });
    const selection = { ...found, chosen: found.chosen.slice(0, run.killsLeft) };
    onPlanned?.(run, planned(selection));
    const { chosen } = requireTargets(selection);
    if (dryRun) {
      const refusals = chosen.flatMap((target) => options.refuse?.(target) ?? []);
      const [first] = refusals;
      if (first !== undefined && refusals.length === chosen.length) throw first;
      return chosen.length - refusals.length;
    }
    const report = await kill(chosen, signal);
    onReport?.(run, report);
    const hits = report.targets.filter((target) => target.outcome === 'hit').length;
    const failure = report.targets.find(({ outcome }) => outcome === 'failed')?.error;
    // Some hit is a run that did its work; none hit and an error is one that failed.
    if (hits === 0 && failure !== undefined) throw new ChaosError(codeOf(failure.code), failure.message);
    return hits;
  };
  return Object.assign(action, { dryRun });
}

function codeOf(code: string): ChaosErrorCode {
  return Object.hasOwn(CHAOS_ERROR_CODES, code) ? (code as ChaosErrorCode) : 'CHAOS_API';
}
