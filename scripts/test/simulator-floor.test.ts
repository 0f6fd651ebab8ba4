import t from 'tap';
import { kubeletRules } from '@pod-contagion/lifecycle';
import { COUNT, Engine, type Model } from '@pod-contagion/simulator';
import { buildFloor, runFloor } from '../../bench/simulator-floor.ts';
import { missing } from '../testing/needs.ts';
import { ORIGINAL, SLOW } from '../../packages/simulator/test/engine/models.ts';

const HOUR_MS = 3_600_000;

/** What is compared, each to extinction or to a time. */
const SETTINGS: readonly (readonly [name: string, model: Model, untilMs: number])[] = [
  ['one podder', { ...ORIGINAL, pods: 1 }, HOUR_MS],
  ['two podders', { ...ORIGINAL, pods: 2, symptomDelayMs: 400_000 }, 5 * HOUR_MS],
  ['the original', ORIGINAL, HOUR_MS],
  ['the original, kubelet 1.20', { ...ORIGINAL, rules: kubeletRules('1.20') }, HOUR_MS],
  ['endless', { ...ORIGINAL, symptomDelayMs: 100_000 }, 24 * HOUR_MS],
  [
    'a short back-off',
    { ...ORIGINAL, pods: 500, rules: kubeletRules('1.36', { maxBackoffMs: 1_000 }) },
    HOUR_MS / 4,
  ],
  [
    'a reduced decay',
    { ...ORIGINAL, pods: 500, rules: kubeletRules('1.36', { reducedDecay: true }) },
    HOUR_MS,
  ],
  ['no back-off', { ...ORIGINAL, rules: kubeletRules('1.36', { restartAllContainers: true }) }, HOUR_MS / 4],
  ['no syncs', { ...ORIGINAL, pods: 3_000, machine: { ...SLOW, syncMs: 0 } }, HOUR_MS],
  ['probes in step', { ...ORIGINAL, pods: 1_000, machine: { ...SLOW, probeSpread: 0 } }, HOUR_MS],
  [
    'a startup probe and symptoms at once, starts at once, some ends unknown',
    {
      ...ORIGINAL,
      pods: 2_000,
      symptomDelayMs: 50,
      sneezeIntervalMs: 40,
      liveness: { periodMs: 500, failureThreshold: 1 },
      startupPeriodMs: 1_000,
      startupFailureThreshold: 5,
      machine: { ...SLOW, killMs: [0, 300], startMs: [0, 100], unknownEndProbability: 0.2 },
    },
    HOUR_MS / 4,
  ],
  [
    'no readiness probe, liveness by default',
    {
      ...ORIGINAL,
      pods: 1_000,
      liveness: { periodMs: 10_000, failureThreshold: 3 },
      readiness: { periodMs: 0, failureThreshold: 1 },
    },
    HOUR_MS,
  ],
  ['a hundred thousand', { ...ORIGINAL, pods: 100_000 }, 150_000],
  [
    'a hundred thousand, kubelet 1.20, startup probe',
    { ...ORIGINAL, pods: 100_000, startupPeriodMs: 1_000, rules: kubeletRules('1.20') },
    150_000,
  ],
];

t.test(
  'the same algorithm in C++ comes to the same state, bit for bit',
  { skip: missing('g++') },
  async (t) => {
    const program = buildFloor(t.testdir());
    for (const [name, model, untilMs] of SETTINGS) {
      const engine = new Engine(model, { lineage: true });
      for (const seed of [1, 2 ** 31 - 1]) {
        engine.reset(seed);
        engine.introduce();
        engine.run(untilMs);
        const floor = runFloor(program, model, { firstSeed: seed, runs: 1, untilMs });
        const { nowMs, listed } = engine;
        t.same(
          { counts: [...engine.counts], nowMs, listed, digest: engine.digest() },
          { counts: floor.counts, nowMs: floor.nowMs, listed: floor.listed, digest: floor.digest },
          `${name}, ${floor.counts[COUNT.events]} events`,
        );
      }
    }
  },
);
