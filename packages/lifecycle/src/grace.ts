/** What a grace period can come from, each in milliseconds; undefined where it is not set. */
export type GraceSettings = Readonly<{
  /** Of the deletion, `kubectl delete --grace-period`. */
  deletionMs?: number | undefined;
  /** Of the probe that kills, `terminationGracePeriodSeconds` of the probe. */
  probeMs?: number | undefined;
  /** Of the pod, `terminationGracePeriodSeconds`, whose default is 30 s. */
  podMs: number;
}>;

/** The shortest grace, in milliseconds: what a kubelet gives even where none is asked for. */
export const MIN_GRACE_MS = 2_000;

/**
 * How long after SIGTERM a container is killed: as the deletion says, else the probe that failed, else the pod; never
 * under 2 s.
 *
 * Source: pkg/kubelet/kuberuntime/kuberuntime_container.go (`killContainer`), kuberuntime_manager.go
 * (`minimumGracePeriodInSeconds`).
 */
export function graceMs({ deletionMs, probeMs, podMs }: GraceSettings): number {
  return Math.max(deletionMs ?? probeMs ?? podMs, MIN_GRACE_MS);
}
