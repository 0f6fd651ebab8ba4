import { firstTickAtMs, nextTickAtMs, type KubeletRules } from '@pod-contagion/lifecycle';
import type { Clock } from '@pod-contagion/api-server/objects';

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
 * Makes the ticker of a probe worker, which calls `beat`.
 *
 * Source: pkg/kubelet/prober/worker.go (`run`).
 */
export function createProbeTicker(options: TickerOptions, beat: () => void): ProbeTicker {
  const { clock, rules, kubeletStartedAtMs, periodMs, random } = options;
  const createdAtMs = clock.nowMs();
  let firstAtMs = firstTickAtMs(createdAtMs, kubeletStartedAtMs, periodMs, random(), rules.version);
  let dueAtMs = firstAtMs;
  let cancel: () => void;

  const tick = (): void => {
    const nowMs = clock.nowMs();
    // The phase is kept by reckoning from the first tick: timers that are late do not add up. One that is early, by
    // part of a millisecond, is the tick that it was set for.
    dueAtMs = nextTickAtMs(firstAtMs, periodMs, Math.max(nowMs, dueAtMs));
    cancel = clock.schedule(dueAtMs - nowMs, tick);
    beat();
  };

  cancel = clock.schedule(firstAtMs - createdAtMs, tick);
  return {
    beatNow: () => {
      cancel();
      firstAtMs = clock.nowMs();
      dueAtMs = firstAtMs;
      tick();
    },
    stop: () => {
      cancel();
    },
  };
}
