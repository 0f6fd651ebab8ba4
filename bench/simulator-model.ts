import { createModel, type Model } from '@pod-contagion/simulator';

/** The original experiment with so many podders: 10 s to the first symptom, stock back-off, a machine as slow as the original's. */
export function contagionOf(pods: number): Model {
  return createModel({
    pods,
    symptomDelayMs: 10_000,
    healthDelayMs: 0,
    sneezeIntervalMs: 600,
    startupPeriodMs: 0,
    profile: 'original-go',
  });
}
