import type { RunReport } from '@pod-contagion/chaos/run';
import type { Hit } from './provider.ts';

/** Who was hit, of the report of a fault or a kill; of one of a whole node, which. */
export function hitOf(report: RunReport & Readonly<{ node?: string }>): Hit {
  const { fault, run, startedAt, endedAt, verdict, targets, node } = report;
  return {
    fault,
    run,
    startedAt,
    endedAt,
    verdict,
    ...(node === undefined ? {} : { node }),
    pods: targets.map(({ pod: { namespace, name }, outcome }) => ({ namespace, name, outcome })),
  };
}
