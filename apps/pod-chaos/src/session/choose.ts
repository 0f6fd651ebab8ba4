import {
  checkTargetOptions,
  findTargets,
  lookForTargets,
  type ChaosError,
  type Selection,
  type Target,
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

/** What is to be done to pods, and what is known beforehand to be refused. */
export type Choice = Readonly<{
  fault: string;
  dryRun: boolean;
  /** Why a pod would be refused as it is now; what makes the whole be refused is thrown. Only a dry run asks. */
  refuse?: ((target: Target) => ChaosError | undefined) | undefined;
}>;

/**
 * Chooses pods and says which. A number is what the command ends with: a dry run is over with it, and ends as the run
 * would, as far as that is known before a pod is touched.
 * @throws {ChaosError} CHAOS_NO_TARGET, and what `refuse` throws
 */
export async function choose(
  { kube, namespaces, output, interrupt }: ClusterSession,
  plan: TargetPlan,
  { fault, dryRun, refuse }: Choice,
): Promise<Selection | number> {
  const options: TargetOptions = { ...plan, namespaces };
  const context = { signal: interrupt.signal };
  if (!dryRun) {
    const selection = await findTargets(kube, options, context);
    tellTargets(output, fault, selection);
    return selection;
  }
  const selection = await lookForTargets(kube, options, context);
  const refused = whoIsRefused(selection, refuse);
  tellSelection(output, fault, selection, refused);
  if (selection.chosen.length === 0) return NOBODY_EXIT_CODE;
  return dryRunExitCode([...refused.values()], selection.chosen.length);
}

/**
 * Those of the chosen that would be refused as they are now, each with why.
 * @throws what `refuse` throws
 */
export function whoIsRefused(
  { chosen }: Selection,
  refuse: Choice['refuse'],
): ReadonlyMap<Target, ChaosError> {
  const refused = new Map<Target, ChaosError>();
  for (const target of chosen) {
    const error = refuse?.(target);
    if (error !== undefined) refused.set(target, error);
  }
  return refused;
}

/** As for a report: the exit code of the error where all are refused for one; 1 where some are. */
function dryRunExitCode(refused: readonly ChaosError[], all: number): number {
  if (refused.length === 0) return 0;
  const [code, ...others] = new Set(
    refused.map(({ code: each, exitCode }) => (each === 'CHAOS_NO_EFFECT' ? 1 : exitCode)),
  );
  return code === undefined || others.length > 0 || refused.length < all ? 1 : code;
}
