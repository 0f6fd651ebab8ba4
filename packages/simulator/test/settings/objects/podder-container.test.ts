import fc from 'fast-check';
import t from 'tap';
import { PODDER_SETTINGS as OF_PODDERS } from '@pod-contagion/podder';
import { readCommandLine } from '../../../../podder/src/command-line.ts';
import { SELF_ENDED_EXIT_CODE as EXIT_CODE_OF_PODDERS } from '../../../../podder/src/limits.ts';
import { IMMUNITIES as IMMUNITIES_OF_PODDERS, STARTER_SETTINGS } from '../../../../podder/src/settings.ts';
import { PODDER_FLAGS } from '../../../src/settings/objects/arguments.ts';
import { JsonField } from '../../../src/settings/objects/json-field.ts';
import { SELF_ENDED_EXIT_CODE } from '../../../src/settings/objects/podder-death.ts';
import { IMMUNITIES } from '../../../src/settings/objects/podder-immunity.ts';
import { isPodder, PODDER_SETTINGS, readPodder } from '../../../src/settings/objects/podder-container.ts';

const container = (value: object): JsonField => new JsonField(value, 'Pod a', 'spec.containers[0]');

t.test('settings, flags and defaults are those of packages/podder', async (t) => {
  for (const [name, { flag, variable, defaultMs, leastMs }] of Object.entries(PODDER_SETTINGS)) {
    const setting = STARTER_SETTINGS[name as keyof typeof PODDER_SETTINGS];
    t.match(setting, { flag, env: variable, default: String(defaultMs) });
    t.equal(setting.parse(String(leastMs)), leastMs);
    t.equal(setting.parse(String(leastMs - 1)), undefined);
  }
  const flags = Object.values(STARTER_SETTINGS).map(({ flag }) => flag);
  t.same(PODDER_FLAGS.toSorted(), flags.toSorted());
  t.equal(SELF_ENDED_EXIT_CODE, EXIT_CODE_OF_PODDERS);
  t.same(IMMUNITIES, IMMUNITIES_OF_PODDERS);
  t.ok(Object.values(OF_PODDERS).every(({ flag }) => PODDER_FLAGS.includes(flag)));
});

t.test('who is a podder', async (t) => {
  for (const right of [
    { image: 'pod-contagion' },
    { image: 'registry.example:5000/lab/pod-contagion:generic' },
    { image: 'pod-contagion@sha256:0' },
    { image: 'other', env: [{ name: 'PODDER_SYMPTOM_DELAY_MS', value: '1' }] },
    // The original podders have flags only.
    { image: 'podder', args: ['-symptomDelay=10000', '-healthDelay=0'] },
    { image: 'podder', command: ['/generic', '--sneezeInterval', '600'] },
  ]) {
    t.ok(isPodder(container(right)), JSON.stringify(right));
  }
  for (const wrong of [
    {},
    { image: 'nginx' },
    { image: 'pod-contagion-not' },
    { image: 'pod-contagion:chaos' },
    { image: 'nginx', args: ['-health=1', 'symptomDelay=1'] },
  ]) {
    t.notOk(isPodder(container(wrong)), JSON.stringify(wrong));
  }
});

t.test('references of variables', async (t) => {
  const times = readPodder(
    container({
      env: [
        { name: 'SECONDS', value: '7' },
        { name: 'PODDER_HEALTH_DELAY_MS', value: '$(SECONDS)000' },
        { name: 'POD_IP', valueFrom: { fieldRef: {} } },
      ],
      args: ['-http=$(POD_IP):8080', '-symptomDelay', '$(SECONDS)'],
    }),
  );
  t.match(times, { healthDelayMs: 7_000, symptomDelayMs: 7 });
});

t.test('what a podder would refuse, or what stands elsewhere', async (t) => {
  const variable = (value: object) => ({ env: [{ name: 'PODDER_SYMPTOM_DELAY_MS', ...value }] });
  const expected = 'expected whole milliseconds from 0 to 268435456 for';
  const cases: [object, string][] = [
    [variable({ value: 'soon' }), `env[0].value: ${expected} PODDER_SYMPTOM_DELAY_MS, got "soon"`],
    [variable({ value: 5 }), 'env[0].value: expected a text, got 5'],
    [
      variable({ valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } }),
      'env[0].valueFrom: expected a value of its own for PODDER_SYMPTOM_DELAY_MS, got {"configMapKeyRef":{"name":"c","key":"k"}}',
    ],
    [{ args: ['-symptomDelay=2147483647'] }, `args[0]: ${expected} -symptomDelay, got "2147483647"`],
    [{ args: ['-logLevel=info', '-symptomDelay', '-1'] }, `args[2]: ${expected} -symptomDelay, got "-1"`],
    [{ args: ['-symptomDelay'] }, 'args[0]: expected a value after -symptomDelay, got "-symptomDelay"'],
  ];
  for (const [value, message] of cases) {
    t.throws(() => readPodder(container(value)), {
      code: 'SIMULATOR_MANIFEST',
      message: `Pod a: spec.containers[0].${message}`,
    });
  }
});

const DELAY = fc.oneof(fc.nat(9_000).map(String), fc.constantFrom('', '1.5', '-1', 'x', '00012'));

t.test('each command line and environment is read as a podder reads it', async (t) => {
  let read = 0;
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.constantFrom(...Object.values(PODDER_SETTINGS).map(({ flag }) => flag), 'logLevel', 'strain'),
          fc.oneof(DELAY, fc.constantFrom('info', '-symptomDelay=3')),
          fc.constantFrom('-', '--'),
          fc.boolean(),
        ),
        { maxLength: 4 },
      ),
      fc.dictionary(fc.constantFrom(...Object.values(PODDER_SETTINGS).map((each) => each.variable)), DELAY),
      (flags, env) => {
        const args = flags.flatMap(([flag, value, dashes, together]) =>
          together ? [`${dashes}${flag}=${value}`] : [`${dashes}${flag}`, value],
        );
        let expected: object | undefined;
        try {
          const line = readCommandLine(STARTER_SETTINGS, args, env);
          if (line.ask !== 'run') return true;
          const { symptomDelayMs, healthDelayMs, sneezeIntervalMs, frenzyDurationMs } = line.settings;
          expected = { symptomDelayMs, healthDelayMs, sneezeIntervalMs, frenzyDurationMs };
        } catch {
          // What concerns other settings is not looked at here.
          return true;
        }
        read++;
        const variables = Object.entries(env).map(([name, value]) => ({ name, value }));
        const times = readPodder(container({ args, env: variables }));
        return JSON.stringify(times) === JSON.stringify(expected);
      },
    ),
    { numRuns: 3_000 },
  );
  t.ok(read > 300, `${read} read`);
});
