/** The two kubelets that are known here; what lies between behaves as 1.36 where the rule says nothing else. */
export type KubeletVersion = '1.36' | '1.20';

/** What of a kubelet can be switched; all off unless given. */
export type KubeletSwitches = Readonly<{
  /** `crashLoopBackOff.maxContainerRestartPeriod` of the kubelet's configuration, 1,000 to 300,000 ms. */
  maxBackoffMs?: number;
  /** Feature gate ReduceDefaultCrashLoopBackOffDecay: 1 s doubling to 60 s. */
  reducedDecay?: boolean;
  /** Feature gate RestartAllContainersOnContainerExits, and the pod uses it: no exited status is left to wait for. */
  restartAllContainers?: boolean;
}>;

/** A kubelet's rules in numbers. */
export type KubeletRules = Readonly<{
  version: KubeletVersion;
  initialBackoffMs: number;
  maxBackoffMs: number;
  /** A back-off that was last changed longer ago than this, in milliseconds, is forgotten. */
  backoffExpiryMs: number;
  restartAllContainers: boolean;
}>;

const INITIAL_BACKOFF_MS = 10_000;
const MAX_BACKOFF_MS = 300_000;
const REDUCED_INITIAL_BACKOFF_MS = 1_000;
const REDUCED_MAX_BACKOFF_MS = 60_000;
const MIN_MAX_BACKOFF_MS = 1_000;

/**
 * The rules of one kubelet. Where a maximum is set, the initial back-off is the smaller of its default and that
 * maximum. A back-off is forgotten after twice the default maximum; in 1.20, which has no such setting, after
 * twice the maximum in force, which is the same.
 *
 * Source: pkg/kubelet/kubelet.go (`backOffPeriod`, `MaxContainerBackOff`), client-go/util/flowcontrol/backoff.go
 * (`hasExpired`); the switches as in Kubernetes 1.36.
 * @throws {RangeError} for a maximum outside 1,000 to 300,000 ms, or a switch that 1.20 does not have.
 */
export function kubeletRules(version: KubeletVersion, switches: KubeletSwitches = {}): KubeletRules {
  const { maxBackoffMs, reducedDecay = false, restartAllContainers = false } = switches;
  if (version === '1.20' && (maxBackoffMs !== undefined || reducedDecay || restartAllContainers)) {
    throw new RangeError('Kubernetes 1.20 has no switches for the back-off: expected none, got some');
  }
  if (maxBackoffMs !== undefined && !(maxBackoffMs >= MIN_MAX_BACKOFF_MS && maxBackoffMs <= MAX_BACKOFF_MS)) {
    throw new RangeError(
      `maxBackoffMs expects ${MIN_MAX_BACKOFF_MS} to ${MAX_BACKOFF_MS} milliseconds, got ${maxBackoffMs}`,
    );
  }
  const max = maxBackoffMs ?? (reducedDecay ? REDUCED_MAX_BACKOFF_MS : MAX_BACKOFF_MS);
  const initial = reducedDecay ? REDUCED_INITIAL_BACKOFF_MS : INITIAL_BACKOFF_MS;
  return Object.freeze({
    version,
    initialBackoffMs: Math.min(initial, max),
    maxBackoffMs: max,
    backoffExpiryMs: 2 * MAX_BACKOFF_MS,
    restartAllContainers,
  });
}
