import type { Target } from '@pod-contagion/chaos';
import type { RunReport } from '@pod-contagion/chaos/run';
import { hitOf, type ActivityContext } from '@pod-contagion/experiments';
import { ChaosError } from '@pod-contagion/chaos';

/** Says which pods are hit, before they are. */
export function tellPods({ tell }: ActivityContext, what: string, targets: readonly Target[]): void {
  tell(`${what}: ${targets.map(({ namespace, name }) => `${namespace}/${name}`).join(', ')}`);
}

/**
 * Notes who was hit, and gives the report where every target was, and nothing is left.
 * @throws {ChaosError} CHAOS_NO_EFFECT, CHAOS_NOT_ENDED and their like
 */
export function requireHeld(report: RunReport, context: ActivityContext): RunReport {
  context.hit(hitOf(report));
  const { verdict, targets, fault } = report;
  if (verdict === 'held') return report;
  const hit = targets.filter(({ outcome }) => outcome === 'hit').length;
  const why = targets.find(({ error }) => error !== undefined)?.error?.message;
  const code = verdict === 'not-ended' ? 'CHAOS_NOT_ENDED' : 'CHAOS_NO_EFFECT';
  throw new ChaosError(
    code,
    `${fault}: ${verdict}, ${hit} of ${targets.length} pods hit${why === undefined ? '' : `: ${why}`}`,
  );
}

/** Throws where it is not proven that nothing is left; whether it took effect is another matter. */
export function requireMended(report: RunReport, context: ActivityContext): void {
  context.hit(hitOf(report));
  const left = report.targets.filter(({ mended }) => !mended);
  if (left.length === 0) return;
  const pods = left.map(({ pod }) => `${pod.namespace}/${pod.name}`).join(', ');
  // Of a node the error of its pod says how, as the pod may be gone.
  const own = 'node' in report ? left[0]?.error?.message : undefined;
  throw new ChaosError(
    'CHAOS_NOT_ENDED',
    own ?? `something may be left in ${pods}: pod-chaos cleanup ends it`,
  );
}
