import fc from 'fast-check';
import t from 'tap';
import { loadManifests, repositoryManifests } from '@pod-contagion/manifests';
import { Engine } from '../../src/engine/engine.ts';
import type { Model } from '../../src/engine/model.ts';
import { createModel } from '../../src/settings/create-model.ts';
import { settingsFromObjects } from '../../src/settings/from-objects.ts';
import { MAX_DELAY_MS, MAX_MACHINE_MS, MAX_PODS, MAX_UNTIL_MS } from '../../src/settings/limits.ts';
import { PROFILES } from '../../src/settings/profiles.ts';
import type { SimulationSettings } from '../../src/settings/settings.ts';
import { SETTING_NAMES } from '../../src/settings/validate.ts';
import { SimulatorError } from '../../src/errors.ts';

/** What is said of settings that are refused. */
function refusal(settings: unknown): string {
  try {
    createModel(settings as SimulationSettings);
  } catch (error) {
    if (error instanceof SimulatorError && error.code === 'SIMULATOR_SETTING') return error.message;
    throw error;
  }
  return 'none';
}

t.test("what is left out is as in the repository's Deployment", async (t) => {
  const objects = await loadManifests(repositoryManifests());
  const { starterUntilMs, ...settings } = settingsFromObjects(objects).settings;
  t.equal(starterUntilMs, 2_000, 'the starter is among them');
  t.same(createModel({ pods: 50 }), createModel(settings));
});

t.test('each setting has its place in the model', async (t) => {
  const model = createModel({
    pods: 7,
    symptomDelayMs: 1,
    healthDelayMs: 2,
    sneezeIntervalMs: 3,
    livenessPeriodMs: 4,
    livenessFailureThreshold: 5,
    readinessPeriodMs: 6,
    readinessFailureThreshold: 7,
    startupPeriodMs: 800,
    startupFailureThreshold: 9,
    terminationGraceMs: 20_000,
    startJitterMs: 1_300,
    sneezeBreaker: 14,
    death: 'exit',
    profile: 'original-go',
    kubeletVersion: undefined,
    maxBackoffMs: 45_000,
    restartAllContainers: true,
    killMs: [10, 11],
    syncMs: 12,
    probeSpread: 0.5,
  });
  t.same(model, {
    pods: 7,
    symptomDelayMs: 1,
    healthDelayMs: 2,
    sneezeIntervalMs: 3,
    liveness: { periodMs: 4, failureThreshold: 5 },
    readiness: { periodMs: 6, failureThreshold: 7 },
    startupPeriodMs: 800,
    startupFailureThreshold: 9,
    startJitterMs: 1_300,
    sneezeBreaker: 14,
    death: 'exit',
    rules: {
      version: '1.36',
      initialBackoffMs: 10_000,
      maxBackoffMs: 45_000,
      backoffExpiryMs: 600_000,
      restartAllContainers: true,
    },
    machine: { ...PROFILES['original-go'].machine, killMs: [10, 11], syncMs: 12, probeSpread: 0.5 },
  });
});

t.test('rules are those of the profile, of the version, of the switches', async (t) => {
  t.equal(createModel({ pods: 1 }).rules.version, '1.36');
  t.equal(createModel({ pods: 1, profile: 'k8s-1.20' }).rules.version, '1.20');
  t.equal(createModel({ pods: 1, profile: 'k8s-1.20', kubeletVersion: '1.36' }).rules.version, '1.36');
  const { rules } = createModel({ pods: 1, reducedDecay: true });
  t.match(rules, { initialBackoffMs: 1_000, maxBackoffMs: 60_000 });
});

t.test('whoever does not end in time is killed, after two seconds at the least', async (t) => {
  const slow = { pods: 1, killMs: [1_000, 40_000] as const };
  t.same(createModel({ ...slow, terminationGraceMs: 30_000 }).machine.killMs, [1_000, 30_000]);
  t.same(createModel({ ...slow, terminationGraceMs: 0 }).machine.killMs, [1_000, 2_000]);
});

t.test(
  'without a readiness probe a podder is unready once it is killed, however seldom liveness is probed',
  async (t) => {
    for (const livenessPeriodMs of [1_000, 3_000, 10_000, 1_000_000]) {
      const model = createModel({ pods: 1, readinessPeriodMs: 0, killMs: [500, 500], livenessPeriodMs });
      const times = new Map<string, number>();
      const engine = new Engine(model, { listener: (event, atMs) => times.set(event, atMs) });
      t.ok(engine.lastMs > MAX_UNTIL_MS, 'what is not there takes no time');
      engine.reset(1);
      engine.introduce();
      engine.run(11_000 + 3 * livenessPeriodMs);
      t.equal(times.get('unready')! + 500, times.get('ended'), `${livenessPeriodMs} ms`);
    }
  },
);

t.test('what is wrong is refused, by name', async (t) => {
  const whole = `a whole number from 1 to ${MAX_PODS}`;
  const delay = `whole milliseconds from 0 to ${MAX_DELAY_MS}`;
  const range = `the least and the most, whole milliseconds from 0 to ${MAX_MACHINE_MS}, such as [50, 1000]`;
  const machines = '"generic" or "original-go" or "local-cluster" or "k8s-1.20"';
  const cases: [settings: unknown, message: string][] = [
    [undefined, 'settings: expected an object, such as {"pods": 50}, got undefined'],
    [[], 'settings: expected an object, such as {"pods": 50}, got []'],
    [{}, `pods: expected ${whole}, got undefined`],
    [{ pods: 0 }, `pods: expected ${whole}, got 0`],
    [{ pods: 1e9 }, `pods: expected ${whole}, got 1000000000`],
    [{ pods: '50' }, `pods: expected ${whole}, got "50"`],
    [{ pods: NaN }, `pods: expected ${whole}, got NaN`],
    [{ pods: 5, symptomDelayMs: 0.5 }, `symptomDelayMs: expected ${delay}, got 0.5`],
    [{ pods: 5, symptomDelayMs: 2 ** 28 + 1 }, `symptomDelayMs: expected ${delay}, got 268435457`],
    [{ pods: 5, healthDelayMs: null }, `healthDelayMs: expected ${delay}, got null`],
    [{ pods: 5, profile: 'fast' }, `profile: expected ${machines}, got "fast"`],
    [{ pods: 5, profile: 'toString' }, `profile: expected ${machines}, got "toString"`],
    [{ pods: 5, killMs: [2, 1] }, `killMs: expected ${range}, got [2,1]`],
    [{ pods: 5, killMs: [] }, `killMs: expected ${range}, got []`],
    [{ pods: 5, probeSpread: 1.5 }, 'probeSpread: expected a number from 0 to 1, got 1.5'],
    [{ pods: 5, reducedDecay: 'yes' }, 'reducedDecay: expected true or false, got "yes"'],
    [
      { pods: 5, maxBackoffMs: 999 },
      'maxBackoffMs: expected whole milliseconds from 1000 to 300000, got 999',
    ],
    [
      { pods: 5, kubeletVersion: '1.20', maxBackoffMs: 1_000 },
      'maxBackoffMs: expected a kubelet of 1.36, as 1.20 has no such switch, got 1000',
    ],
    [
      { pods: 5, profile: 'k8s-1.20', reducedDecay: true },
      'reducedDecay: expected a kubelet of 1.36, as 1.20 has no such switch, got true',
    ],
    [
      { pods: 5, livenessPeriodMs: 1_000_000, livenessFailureThreshold: 269 },
      'livenessFailureThreshold: expected at most 268, as liveness is probed every 1000000 ms and may fail for 268435456 ms, got 269',
    ],
    [
      { pods: 5, profile: 'original-go', startupFailureThreshold: 3 },
      'startupFailureThreshold: expected at least 4, as a start takes up to 2698 ms and is probed every 1000 ms, got 3',
    ],
  ];
  for (const [settings, message] of cases) t.equal(refusal(settings), message);
  t.match(
    refusal({ pods: 5, startJitterMs: 60_000 }),
    /^startupFailureThreshold: expected at least 6\d, as a start takes up to 6\d{4} ms and is probed every 1000 ms, got 60$/,
  );
  t.match(
    refusal({ pods: 5, nodes: 1, nodeCores: 1e-320 }),
    /^startWorkMs: expected at most \d+ ms for all starts that share the processors of a node, which all else leaves of 24\.8 days, got Infinity$/,
  );
  t.match(
    refusal({ pods: 5, startupPeriodMs: 10_000, startupFailureThreshold: 300_000 }),
    /^startupFailureThreshold: expected at most \d+ ms of failures 10000 ms apart, which all else leaves of 24\.8 days, got 3000010000$/,
  );
  t.match(
    refusal({ pods: 5, symptomDelay: 1 }),
    /^settings: expected no other than pods, .*, got "symptomDelay"$/,
  );
  t.match(refusal({ pods: 5, death: ['a'.repeat(99)] }), /got \["a{78}\.\.\.$/, 'long values are cut');
  t.match(refusal({ pods: 5n }), /^pods: expected .*, got bigint$/);
});

/** All that the engine takes for granted of a model. */
function isSound(model: Model): boolean {
  const { machine, liveness, readiness, rules } = model;
  const ranges = [
    machine.killMs,
    machine.startMs,
    machine.readyMs,
    machine.endpointMs,
    machine.firstSneezeMs,
    machine.replaceMs,
  ];
  const whole = (value: number, least: number, most: number): boolean =>
    Number.isSafeInteger(value) && value >= least && value <= most;
  return (
    whole(model.pods, 1, 1e7) &&
    whole(model.symptomDelayMs + model.healthDelayMs, 0, 2 ** 29) &&
    whole(model.sneezeIntervalMs, 1, 2 ** 28) &&
    whole(liveness.periodMs, 1, 2 ** 20) &&
    whole(readiness.periodMs, 1, 2 ** 20) &&
    whole(liveness.periodMs * liveness.failureThreshold, 1, 2 ** 28) &&
    whole(readiness.failureThreshold, 1, 1e6) &&
    whole(model.startupPeriodMs, 0, 2 ** 20) &&
    ['restart', 'replace', 'exit'].includes(model.death) &&
    ['1.20', '1.36'].includes(rules.version) &&
    whole(rules.initialBackoffMs, 1_000, 10_000) &&
    whole(rules.maxBackoffMs, rules.initialBackoffMs, 300_000) &&
    ranges.every(([least, most]) => whole(least, 0, most) && whole(most, least, 2 ** 20)) &&
    whole(machine.syncMs, 0, 2 ** 20) &&
    machine.probeSpread >= 0 &&
    machine.probeSpread <= 1
  );
}

const RIGHT_OR_WRONG = fc.oneof(
  fc.integer(),
  fc.nat(5_000),
  fc.double(),
  fc.constantFrom(
    '1.36',
    '1.20',
    'restart',
    'replace',
    'exit',
    'generic',
    'k8s-1.20',
    true,
    false,
    null,
    undefined,
  ),
  fc.tuple(fc.nat(5_000), fc.nat(9_000)),
  fc.jsonValue(),
);
const RIGHT_OR_WRONG_SETTINGS = fc
  .tuple(fc.nat(40), fc.dictionary(fc.constantFrom(...SETTING_NAMES), RIGHT_OR_WRONG, { maxKeys: 4 }))
  .map(([pods, others]) => Object.assign({ pods }, others));

t.test('whatever is given is a model, or refused by name', async (t) => {
  let models = 0;
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), RIGHT_OR_WRONG_SETTINGS), (settings) => {
      const message = refusal(settings);
      if (message !== 'none') {
        return ['settings', ...SETTING_NAMES].some((name) =>
          new RegExp(String.raw`^${name}([.[][^ ]*)?: expected `).test(message),
        );
      }
      models++;
      return isSound(createModel(settings as SimulationSettings));
    }),
    { numRuns: 2_000 },
  );
  t.ok(models > 100, `${models} models`);
});

t.test('a model at the edges runs', async (t) => {
  for (const settings of [
    { pods: 1, symptomDelayMs: 0, healthDelayMs: 0, sneezeIntervalMs: 1, livenessPeriodMs: 1, syncMs: 0 },
    { pods: 3, symptomDelayMs: MAX_DELAY_MS, healthDelayMs: MAX_DELAY_MS, sneezeIntervalMs: MAX_DELAY_MS },
    { pods: 3, killMs: [0, MAX_MACHINE_MS] as const, terminationGraceMs: MAX_DELAY_MS },
  ]) {
    const engine = new Engine(createModel(settings));
    engine.reset(1);
    engine.introduce();
    engine.run(2 ** 20);
    t.ok(engine.nowMs >= 0 && engine.nowMs <= 2 ** 20);
  }
});
