import { kubeletRules } from '@pod-contagion/lifecycle';
import type { MachineTimes, Model } from '../../src/engine/model.ts';

/** A machine that takes no time for anything. */
export const INSTANT: MachineTimes = {
  killMs: [0, 0],
  startMs: [0, 0],
  readyMs: [0, 0],
  endpointMs: [0, 0],
  syncMs: 0,
  firstSneezeMs: [0, 0],
  reapMs: [0, 0],
  replaceMs: [0, 0],
  createMs: [0, 0],
  createsPerSecond: 0,
  scheduleMs: 0,
  probeSpread: 0,
  unknownEndProbability: 0,
};

/** A machine as slow as the original's. */
export const SLOW: MachineTimes = {
  killMs: [350, 1_150],
  startMs: [2_150, 2_350],
  readyMs: [50, 1_000],
  endpointMs: [350, 700],
  syncMs: 1_000,
  firstSneezeMs: [0, 500],
  reapMs: [0, 0],
  replaceMs: [1_000, 2_000],
  createMs: [0, 0],
  createsPerSecond: 0,
  scheduleMs: 0,
  probeSpread: 1,
  unknownEndProbability: 0,
};

/** The original experiment. */
export const ORIGINAL: Model = {
  pods: 50,
  symptomDelayMs: 10_000,
  healthDelayMs: 0,
  sneezeIntervalMs: 600,
  liveness: { periodMs: 1_000, failureThreshold: 3 },
  readiness: { periodMs: 1_000, failureThreshold: 3 },
  startupPeriodMs: 0,
  death: 'restart',
  rules: kubeletRules('1.36'),
  machine: SLOW,
};
