import {
  createProbeWorker,
  isProbeDue,
  meetContainer,
  recordProbe,
  type ProbeKind,
} from '@pod-contagion/lifecycle';
import type { Clock, Container, Probe } from '@pod-contagion/api-server/objects';
import type { ProbeResult } from '../probes/probe-result.ts';
import { createProbeTicker, type TickerOptions } from './probe-ticker.ts';
import type { RunProbe } from './run-probe.ts';
import { seenRunning, type Instance, type Slot } from './slot.ts';

/** How often a probe is run where its spec does not say. Source: pkg/apis/core/v1/defaults.go (`SetDefaults_Probe`), as below. */
const DEFAULT_PERIOD_SECONDS = 10;
const DEFAULT_SUCCESS_THRESHOLD = 1;
const DEFAULT_FAILURE_THRESHOLD = 3;

/** Probes one container of one pod in one way, for the pod's life. */
export type ContainerProbe = Readonly<{
  kind: ProbeKind;
  /** Whether this instance is found well. */
  isPassing: (instance: Instance) => boolean;
  /** Probes now, without waiting for the tick, and ticks from now on; readiness only. */
  trigger: () => void;
  stop: () => void;
}>;

/** What a probe of a container needs. */
export type ContainerProbeOptions = Readonly<{
  kind: ProbeKind;
  probe: Probe;
  slot: Slot;
  clock: Clock;
  ticker: Omit<TickerOptions, 'clock' | 'periodMs'>;
  /** Whether the startup probe of an instance has passed, or there is none. */
  hasStarted: (instance: Instance) => boolean;
  prepare: (probe: Probe, container: Container, instance: Instance) => RunProbe | undefined;
  /** Told of each probe, before it counts. */
  onProbe: (result: ProbeResult) => void;
  /** Told when what the kubelet holds of the instance has changed. */
  onResult: (instance: Instance, passing: boolean) => void;
}>;

/** Makes the worker of one probe and starts its ticker. Source: pkg/kubelet/prober/worker.go. */
export function createContainerProbe(options: ContainerProbeOptions): ContainerProbe {
  const { kind, probe, slot, clock, hasStarted, prepare, onProbe, onResult } = options;
  const worker = createProbeWorker(kind);
  const initialDelaySeconds = probe.initialDelaySeconds ?? 0;
  const thresholds = {
    successThreshold: probe.successThreshold ?? DEFAULT_SUCCESS_THRESHOLD,
    failureThreshold: probe.failureThreshold ?? DEFAULT_FAILURE_THRESHOLD,
  };
  let instance: Instance | undefined;
  let run: RunProbe | undefined;
  let isRunning = false;
  let hasMissedTick = false;
  let stopped = false;

  /** The instance to probe now, if any. */
  const subject = (): Instance | undefined => {
    const running = seenRunning(slot);
    if (stopped || running === undefined) return undefined;
    if (running !== instance) {
      instance = running;
      meetContainer(worker);
      run = prepare(probe, slot.spec, running);
    }
    const ageMs = clock.nowMs() - running.startedAtMs;
    return isProbeDue(worker, initialDelaySeconds, ageMs, hasStarted(running)) ? running : undefined;
  };

  /** Takes down how a probe went, unless its container is another by now. */
  const record = (probed: Instance, passed: boolean): void => {
    if (stopped || probed !== seenRunning(slot)) return;
    if (recordProbe(worker, passed, thresholds)) onResult(probed, worker.result === 'success');
  };

  const beat = async (): Promise<void> => {
    if (isRunning) {
      hasMissedTick = true;
      return;
    }
    const probed = subject();
    if (probed === undefined || run === undefined) return;
    isRunning = true;
    const result = await run();
    if (!stopped && probed === seenRunning(slot)) onProbe(result);
    // What went wrong with the probe itself counts neither way.
    if (result.errored !== true) record(probed, result.passed);
    isRunning = false;
    // As a ticker of Go holds one tick for whoever is late.
    if (!hasMissedTick || stopped) return;
    hasMissedTick = false;
    await beat();
  };

  const periodMs = (probe.periodSeconds ?? DEFAULT_PERIOD_SECONDS) * 1000;
  const ticker = createProbeTicker({ ...options.ticker, clock, periodMs }, () => void beat());
  return {
    kind,
    isPassing: (of) => of === instance && worker.result === 'success',
    trigger: ticker.beatNow,
    stop: () => {
      stopped = true;
      ticker.stop();
    },
  };
}
