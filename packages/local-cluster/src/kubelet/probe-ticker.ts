import { firstTickAtMs, nextTickAtMs, type KubeletRules } from '@pod-contagion/lifecycle';
import type { Clock } from '../machinery/clock.ts';

/** The beats of one probe worker, which go on through restarts of its container. */
export type ProbeTicker = Readonly<{
  /** Beats now, and from now on a period apart. */
  beatNow: () => void;
  stop: () => void;
}>;

/** What the phase of a ticker depends on. */
export type TickerOptions = Readonly<{
  clock: Clock;
  rules: KubeletRules;
  kubeletStartedAtMs: number;
  periodMs: number;
  random: () => number;
}>;

/**
 * Makes the ticker of a probe worker. `beat` says whether it could be taken: one that comes while a probe is under
 * way is made up for by the worker.
 *
 * Source: pkg/kubelet/prober/worker.go (`run`).
 */
export function createProbeTicker(options: TickerOptions, beat: () => void): ProbeTicker {
  const { clock, rules, kubeletStartedAtMs, periodMs, random } = options;
  const createdAtMs = clock.nowMs();
  let firstAtMs = firstTickAtMs(createdAtMs, kubeletStartedAtMs, periodMs, random(), rules.version);
  let cancel: () => void;

  const tick = (): void => {
    const nowMs = clock.nowMs();
    // The phase is kept by reckoning from the first tick: timers that are late do not add up.
    cancel = clock.schedule(nextTickAtMs(firstAtMs, periodMs, nowMs) - nowMs, tick);
    beat();
  };

  cancel = clock.schedule(firstAtMs - createdAtMs, tick);
  return {
    beatNow: () => {
      cancel();
      firstAtMs = clock.nowMs();
      tick();
    },
    stop: () => {
      cancel();
    },
  };
}
