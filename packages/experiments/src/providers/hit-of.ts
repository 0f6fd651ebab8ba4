import type { RunReport } from '@pod-contagion/chaos/run';
import type { Hit } from './provider.ts';

/** Who was hit, of the report of a fault or a kill. */
export function hitOf({ fault, run, startedAt, endedAt, verdict, targets }: RunReport): Hit {
  return {
    fault,
    run,
    startedAt,
    endedAt,
    verdict,
    pods: targets.map(({ pod: { namespace, name }, outcome }) => ({ namespace, name, outcome })),
  };
}
