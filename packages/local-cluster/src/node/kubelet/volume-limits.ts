import { compareQuantities, parseQuantity } from '@pod-contagion/api-server/objects';
import type { KubeletContext } from './context.ts';
import type { PodWorker } from './pod-worker.ts';
import { isEnding } from './pod-state.ts';
import { emptyDirsOf } from './volume-mounts.ts';

/** How often it is looked what volumes hold, in milliseconds. Source: pkg/kubelet/kubelet.go (`evictionMonitoringPeriod`). */
const MONITORING_PERIOD_MS = 10_000;

/** From this priority on a pod is never evicted. Source: pkg/apis/scheduling/types.go (`SystemCriticalPriority`). */
const CRITICAL_PRIORITY = 2_000_000_000;

/**
 * Evicts pods that keep more in an emptyDir than its `sizeLimit`; the function returned ends that. It is measured as often as it is looked,
 * while a real kubelet measures once or twice in two minutes.
 *
 * Source: pkg/kubelet/eviction/eviction_manager.go (`localStorageEviction`, `emptyDirLimitEviction`).
 */
export function keepVolumeLimits(
  { clock, emptyDirs, recorder, onError }: KubeletContext,
  workers: () => Iterable<PodWorker>,
): () => void {
  let cancel = (): void => {};
  let isClosed = false;

  const check = async ({ state, evict }: PodWorker): Promise<void> => {
    const { uid, pod } = state;
    if (isEnding(state) || (pod.spec?.priority ?? 0) >= CRITICAL_PRIORITY) return;
    for (const { name, sizeLimit } of emptyDirsOf(pod)) {
      if (sizeLimit === undefined || !isOver(await emptyDirs.usedBytes(uid, name), sizeLimit)) continue;
      if (isClosed || isEnding(state)) return;
      // The blank at its end is Kubernetes' own.
      const message = `Usage of EmptyDir volume ${JSON.stringify(name)} exceeds the limit ${JSON.stringify(sizeLimit)}. `;
      recorder.record(pod, 'Warning', 'Evicted', message);
      evict(message);
      return;
    }
  };

  const look = async (): Promise<void> => {
    try {
      for (const worker of workers()) await check(worker);
    } catch (error) {
      onError(error);
    }
    if (!isClosed) lookLater();
  };

  const lookLater = (): void => {
    cancel = clock.schedule(MONITORING_PERIOD_MS, () => void look());
  };

  lookLater();
  return () => {
    isClosed = true;
    cancel();
  };
}

/** Says whether an amount is over a limit; one of nothing is none. */
function isOver(bytes: number, sizeLimit: string): boolean {
  const limit = parseQuantity(sizeLimit);
  return (
    limit !== undefined &&
    limit.digits > 0n &&
    compareQuantities({ digits: BigInt(bytes), exponent: 0 }, limit) > 0
  );
}
