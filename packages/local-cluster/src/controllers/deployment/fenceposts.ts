import type { Deployment } from '@pod-contagion/api-server/objects';

/** How far the number of pods may stray from `replicas` during a rolling update. */
export type Fenceposts = Readonly<{ maxSurge: number; maxUnavailable: number }>;

/**
 * Both limits in pods. Percentages of surge round up, those of unavailability down; where both come to nothing one pod may
 * be unavailable, or the rollout could never move.
 *
 * Source: pkg/controller/deployment/util/deployment_util.go (`ResolveFenceposts`, `MaxSurge`, `MaxUnavailable`).
 */
export function fenceposts({ spec }: Deployment): Fenceposts {
  const { replicas = 1, strategy } = spec ?? {};
  if (strategy?.type === 'Recreate') return { maxSurge: 0, maxUnavailable: 0 };
  const maxSurge = countOf(strategy?.rollingUpdate?.maxSurge ?? '25%', replicas, Math.ceil);
  const maxUnavailable = countOf(strategy?.rollingUpdate?.maxUnavailable ?? '25%', replicas, Math.floor);
  if (maxSurge === 0 && maxUnavailable === 0) return { maxSurge, maxUnavailable: Math.min(1, replicas) };
  return { maxSurge, maxUnavailable: Math.min(maxUnavailable, replicas) };
}

/** A number of pods, or a percentage of all. Source: apimachinery/pkg/util/intstr/intstr.go. */
function countOf(value: number | string, total: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value;
  const percent = Number(/^(\d+)%$/.exec(value)?.[1] ?? 0);
  return round((percent * total) / 100);
}
