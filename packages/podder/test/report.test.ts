import t from 'tap';
import type { Infection } from '../src/infection.ts';
import { SUSCEPTIBLE } from '../src/infection.ts';
import { isoTime, reportInfection } from '../src/report.ts';
import { NO_SNEEZES } from '../src/sneezer.ts';

const AT_MS = Date.UTC(2026, 10, 21, 12, 0, 0, 250);
const INCUBATING: Infection = {
  state: 'incubating',
  lineage: { strain: 's', generation: 2, from: 'podder-a' },
  exposedAtMs: AT_MS,
  symptomaticAtMs: AT_MS + 5000,
  unhealthyAtMs: AT_MS + 5500,
  unhealthy: false,
  nextSneezeAtMs: AT_MS + 5000,
};
const sneezes = { ...NO_SNEEZES, sent: 3, answered: 2, inFlight: 1 };

t.test('the susceptible have nothing to tell', async (t) => {
  t.same(reportInfection('podder-b', SUSCEPTIBLE, NO_SNEEZES), {
    pod: 'podder-b',
    state: 'susceptible',
    strain: null,
    generation: null,
    from: null,
    exposedAt: null,
    symptomaticAt: null,
    unhealthyAt: null,
    sneezes: { sent: 0, answered: 0, refused: 0, timeout: 0, failed: 0, skipped: 0, inFlight: 0 },
  });
});

t.test('times that lie ahead are not told', async (t) => {
  const incubating = {
    pod: 'podder-b',
    state: 'incubating',
    strain: 's',
    generation: 2,
    from: 'podder-a',
    exposedAt: '2026-11-21T12:00:00.250Z',
    symptomaticAt: null,
    unhealthyAt: null,
    sneezes,
  };
  t.same(reportInfection('podder-b', INCUBATING, sneezes), incubating);
  t.same(reportInfection('podder-b', { ...INCUBATING, state: 'symptomatic' }, sneezes), {
    ...incubating,
    state: 'symptomatic',
    symptomaticAt: '2026-11-21T12:00:05.250Z',
  });
  t.same(reportInfection('podder-b', { ...INCUBATING, state: 'symptomatic', unhealthy: true }, sneezes), {
    ...incubating,
    state: 'symptomatic',
    symptomaticAt: '2026-11-21T12:00:05.250Z',
    unhealthyAt: '2026-11-21T12:00:05.750Z',
  });
});

t.test('the probes may fail before the first symptom', async (t) => {
  const report = reportInfection('p', { ...INCUBATING, unhealthyAtMs: AT_MS, unhealthy: true }, sneezes);
  t.match(report, { state: 'incubating', symptomaticAt: null, unhealthyAt: '2026-11-21T12:00:00.250Z' });
});

t.test('every report has the same keys in the same order', async (t) => {
  const keys = (infection: Infection) => Object.keys(reportInfection('p', infection, sneezes));
  t.same(keys(SUSCEPTIBLE), keys(INCUBATING));
});

t.test('times are ISO 8601 in UTC, to the millisecond', async (t) => {
  t.equal(isoTime(0), '1970-01-01T00:00:00.000Z');
  t.equal(isoTime(AT_MS + 0.9), '2026-11-21T12:00:00.250Z');
});
