import fc from 'fast-check';
import t from 'tap';
import { MAX_DELAY_MS, MAX_SNEEZE_BREAKER, MAX_SNEEZES_IN_FLIGHT } from '../src/limits.ts';
import { PODDER_SETTINGS, STARTER_SETTINGS, type Setting } from '../src/settings.ts';
import { holds } from './holds.ts';

const NAMES = {
  http: ['http', 'PODDER_HTTP', '0.0.0.0:80'],
  health: ['health', 'PODDER_HEALTH', '0.0.0.0:81'],
  symptomDelayMs: ['symptomDelay', 'PODDER_SYMPTOM_DELAY_MS', '5000'],
  healthDelayMs: ['healthDelay', 'PODDER_HEALTH_DELAY_MS', '500'],
  sneezeIntervalMs: ['sneezeInterval', 'PODDER_SNEEZE_INTERVAL_MS', '500'],
  sneezeTimeoutMs: ['sneezeTimeout', 'PODDER_SNEEZE_TIMEOUT_MS', '3000'],
  maxSneezesInFlight: ['maxSneezesInFlight', 'PODDER_MAX_SNEEZES_IN_FLIGHT', '16'],
  sneezeBreaker: ['sneezeBreaker', 'PODDER_SNEEZE_BREAKER', '0'],
  startJitterMs: ['startJitter', 'PODDER_START_JITTER_MS', '0'],
  death: ['death', 'PODDER_DEATH', 'probes'],
  lives: ['lives', 'PODDER_LIVES', ''],
  immunity: ['immunity', 'PODDER_IMMUNITY', 'none'],
  logLevel: ['logLevel', 'PODDER_LOG_LEVEL', 'info'],
};
const STARTER_NAMES = {
  startDelayMs: ['startDelay', 'PODDER_START_DELAY_MS', '10000'],
  frenzyDurationMs: ['frenzyDuration', 'PODDER_FRENZY_DURATION_MS', '2000'],
  strain: ['strain', 'PODDER_STRAIN', ''],
};
const names = (table: Record<string, Setting<unknown>>) =>
  Object.fromEntries(
    Object.entries(table).map(([name, setting]) => [name, [setting.flag, setting.env, setting.default]]),
  );

t.test('flags, variables and defaults; those of the original are as they were', async (t) => {
  t.same(names(PODDER_SETTINGS), NAMES);
  t.same(names(STARTER_SETTINGS), { ...NAMES, ...STARTER_NAMES });
});

t.test('every default is a value the setting takes', async (t) => {
  for (const setting of Object.values<Setting<unknown>>(STARTER_SETTINGS)) {
    t.not(setting.parse(setting.default), undefined, setting.flag);
    t.ok(setting.help !== '' && setting.expected !== '' && setting.valueName !== '', setting.flag);
  }
});

t.test('the ranges of numbers', async (t) => {
  const ranges: [Setting<number>, number, number][] = [
    [STARTER_SETTINGS.symptomDelayMs, 0, MAX_DELAY_MS],
    [STARTER_SETTINGS.healthDelayMs, 0, MAX_DELAY_MS],
    [STARTER_SETTINGS.sneezeIntervalMs, 1, MAX_DELAY_MS],
    [STARTER_SETTINGS.sneezeTimeoutMs, 1, MAX_DELAY_MS],
    [STARTER_SETTINGS.maxSneezesInFlight, 1, MAX_SNEEZES_IN_FLIGHT],
    [STARTER_SETTINGS.sneezeBreaker, 0, MAX_SNEEZE_BREAKER],
    [STARTER_SETTINGS.startJitterMs, 0, MAX_DELAY_MS],
    [STARTER_SETTINGS.startDelayMs, 0, MAX_DELAY_MS],
    [STARTER_SETTINGS.frenzyDurationMs, 0, MAX_DELAY_MS],
  ];
  t.equal(MAX_DELAY_MS, 2 ** 31 - 1, 'what a timer can hold');
  for (const [setting, min, max] of ranges) {
    t.equal(setting.parse(String(min)), min, setting.flag);
    t.equal(setting.parse(String(max)), max, setting.flag);
    t.equal(setting.parse(String(min - 1)), undefined, setting.flag);
    t.equal(setting.parse(String(max + 1)), undefined, setting.flag);
    t.match(setting.expected, `a whole number from ${min} to ${max}`);
    for (const text of ['', ' 5', '5 ', '5ms', '1.5', '1e3', '+5', '0x10', '5\n', 'NaN', 'Infinity', '٣']) {
      t.equal(setting.parse(text), undefined, `${setting.flag} ${JSON.stringify(text)}`);
    }
  }
});

t.test('log levels and strains', async (t) => {
  const { logLevel, strain } = STARTER_SETTINGS;
  for (const level of ['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    t.equal(logLevel.parse(level), level);
  for (const level of ['', 'INFO', 'trace', 'info ', '__proto__'])
    t.equal(logLevel.parse(level), undefined, level);
  t.equal(strain.parse(''), '');
  t.equal(strain.parse('x-1'), 'x-1');
  t.equal(strain.parse('x 1'), undefined);
});

t.test('property: a number is taken where it is whole and in range, and as it stands', async (t) => {
  const { maxSneezesInFlight } = PODDER_SETTINGS;
  const numbers = fc.oneof(fc.integer({ min: -10, max: 1100 }), fc.double());
  await holds(
    t,
    fc.property(numbers, (value) => {
      const valid = Number.isInteger(value) && value >= 1 && value <= 1000;
      return maxSneezesInFlight.parse(String(value)) === (valid ? value : undefined);
    }),
  );
});
