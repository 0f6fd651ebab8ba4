import { kubeletRules } from '@pod-contagion/lifecycle';
import type { Model } from '@pod-contagion/simulator';

/** The original experiment with so many podders: 10 s to the first symptom, stock back-off, a machine as slow as the original's. */
export function contagionOf(pods: number): Model {
  return {
    pods,
    symptomDelayMs: 10_000,
    healthDelayMs: 0,
    sneezeIntervalMs: 600,
    liveness: { periodMs: 1_000, failureThreshold: 3 },
    readiness: { periodMs: 1_000, failureThreshold: 3 },
    startupPeriodMs: 0,
    death: 'restart',
    rules: kubeletRules('1.36'),
    machine: {
      killMs: [350, 1_150],
      startMs: [2_150, 2_350],
      readyMs: [50, 1_000],
      endpointMs: [350, 700],
      syncMs: 1_000,
      firstSneezeMs: [0, 500],
      replaceMs: [1_000, 2_000],
      probeSpread: 1,
      unknownEndProbability: 0,
    },
  };
}
