import {
  checkTargetOptions,
  findTargets,
  lookForTargets,
  type Selection,
  type TargetOptions,
} from '@pod-contagion/chaos';
import type { TargetPlan } from '../plans/targets.ts';
import { tellSelection, tellTargets } from '../texts/selection.ts';
import type { ClusterSession } from './session.ts';

/** What the process ends with where a dry run finds nobody: as the real run would. */
const NOBODY_EXIT_CODE = 4;

/**
 * Checks which pods are meant, before anything is asked of a cluster.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function checkTargets(plan: TargetPlan): TargetPlan {
  checkTargetOptions({ ...plan, namespaces: plan.namespaces.length > 0 ? plan.namespaces : ['default'] });
  return plan;
}

/**
 * Chooses pods and says which. A number is what the command ends with: a dry run is over with it.
 * @throws {ChaosError} CHAOS_NO_TARGET
 */
export async function choose(
  { kube, namespaces, output, interrupt }: ClusterSession,
  plan: TargetPlan,
  { fault, dryRun }: Readonly<{ fault: string; dryRun: boolean }>,
): Promise<Selection | number> {
  const options: TargetOptions = { ...plan, namespaces };
  const context = { signal: interrupt.signal };
  if (!dryRun) {
    const selection = await findTargets(kube, options, context);
    tellTargets(output, fault, selection);
    return selection;
  }
  const selection = await lookForTargets(kube, options, context);
  tellSelection(output, fault, selection);
  return selection.chosen.length > 0 ? 0 : NOBODY_EXIT_CODE;
}
