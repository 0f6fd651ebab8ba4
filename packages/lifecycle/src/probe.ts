/** Which of a container's probes. */
export type ProbeKind = 'liveness' | 'readiness' | 'startup';

/** What a kubelet holds a probe's result to be. */
export type ProbeResult = 'success' | 'failure' | 'unknown';

/** The thresholds of a probe: results in a row, each at least 1. */
export type ProbeThresholds = Readonly<{ successThreshold: number; failureThreshold: number }>;

/** One worker: a pod, a container and a probe of it. Changed in place by the functions below. */
export type ProbeWorker = {
  readonly kind: ProbeKind;
  /** What the kubelet acts on. */
  result: ProbeResult;
  /** Whether the last probe passed; undefined before the first. */
  lastPassed: boolean | undefined;
  /** How many probes in a row ended like the last. */
  inARow: number;
  /** Waits for a new container, its present one being about to be killed. */
  onHold: boolean;
};

/** Before the first result liveness counts as passed and readiness as failed; of startup nothing is known. */
const FIRST_RESULT: Readonly<Record<ProbeKind, ProbeResult>> = {
  liveness: 'success',
  readiness: 'failure',
  startup: 'unknown',
};

/** Makes a worker that has not probed yet. Source: pkg/kubelet/prober/worker.go (`newWorker`). */
export function createProbeWorker(kind: ProbeKind): ProbeWorker {
  return { kind, result: FIRST_RESULT[kind], lastPassed: undefined, inARow: 0, onHold: false };
}

/**
 * Tells a worker of a new container: the result is the first one again and a hold ends. The results in a row go on
 * counting across containers, but for a failure that killed, which is forgotten.
 *
 * Source: pkg/kubelet/prober/worker.go (`doProbe`).
 */
export function meetContainer(worker: ProbeWorker): void {
  worker.result = FIRST_RESULT[worker.kind];
  worker.onHold = false;
}

/**
 * Says whether a tick probes: not on hold, and the container's age, in whole seconds, has reached the initial delay.
 * Liveness and readiness also wait for a startup probe, where there is one, and that one probes until it has passed.
 *
 * Source: pkg/kubelet/prober/worker.go (`doProbe`).
 */
export function isProbeDue(
  worker: ProbeWorker,
  initialDelaySeconds: number,
  containerAgeMs: number,
  hasStarted: boolean,
): boolean {
  if (worker.onHold || Math.floor(containerAgeMs / 1000) < initialDelaySeconds) return false;
  return hasStarted !== (worker.kind === 'startup');
}

/**
 * Records a probe and says whether the worker's result changed by it. A result counts once as many in a row agree as
 * its threshold asks for. A failure of liveness or startup puts the worker on hold: the container will be killed.
 *
 * Source: pkg/kubelet/prober/worker.go (`doProbe`).
 */
export function recordProbe(worker: ProbeWorker, passed: boolean, thresholds: ProbeThresholds): boolean {
  worker.inARow = worker.lastPassed === passed ? worker.inARow + 1 : 1;
  worker.lastPassed = passed;
  if (worker.inARow < (passed ? thresholds.successThreshold : thresholds.failureThreshold)) return false;
  const before = worker.result;
  worker.result = passed ? 'success' : 'failure';
  if (!passed && worker.kind !== 'readiness') {
    worker.onHold = true;
    worker.inARow = 0;
  }
  return worker.result !== before;
}
