import t from 'tap';
import * as COUNT from '../../src/engine/count.ts';
import type { Model } from '../../src/engine/model.ts';
import { INSTANT, ORIGINAL } from './models.ts';
import { story } from './story.ts';

t.test('probes that fail before the face closes, 100 ms late as it has to answer', async (t) => {
  const model: Model = {
    ...ORIGINAL,
    pods: 1,
    symptomDelayMs: 50,
    liveness: { periodMs: 100, failureThreshold: 1 },
    machine: { ...INSTANT, killMs: [40, 40], startMs: [300, 300] },
  };
  const { lines, engine } = story(model, 400);
  // Unhealthy at 50, probed at 100; the face would have closed at 150.
  t.same(lines, [
    ['exposed', 0, 0, -1],
    ['unready', 100, 0, -1],
    ['ended', 140, 0, -1],
    ['restarted', 140, 0, -1],
  ]);
  t.equal(engine.counts[COUNT.sneezes], 1, 'the one from outside');

  const slow = story({ ...model, machine: { ...INSTANT, killMs: [200, 200], startMs: [300, 300] } }, 400);
  t.same(slow.lines, [
    ['exposed', 0, 0, -1],
    ['unready', 100, 0, -1],
    ['symptomatic', 150, 0, -1],
    ['ended', 300, 0, -1],
    ['restarted', 300, 0, -1],
  ]);
  t.equal(slow.engine.counts[COUNT.sneezes], 2);

  const exit = story({ ...model, death: 'exit' }, 95);
  t.same(exit.lines.at(-2), ['ended', 90, 0, -1], 'by itself, once its probes would fail');
});

/** Its Service goes on listing it for 5 s after it has died, so that it is met before it is ready. */
const LISTED: Model = {
  ...ORIGINAL,
  pods: 1,
  symptomDelayMs: 100,
  machine: { ...INSTANT, killMs: [100, 100], startMs: [300, 300], endpointMs: [5_000, 5_000] },
};

t.test('a startup probe that has not passed when podders fail never does', async (t) => {
  const model: Model = { ...LISTED, startupPeriodMs: 1_000, startupFailureThreshold: 5 };
  // Ill from the start: killed at 3,100, the new container answers at 3,400 and would be found started at 4,000.
  const { lines } = story(model, 9_000, [0, 3_500]);
  t.same(
    lines.filter(([, atMs]) => atMs > 3_400),
    [
      ['exposed', 3_500, 0, -1],
      ['symptomatic', 3_600, 0, -1],
      // Liveness is not probed. Startup probes fail at 4, 5, 6, 7 and 8 s; the kill takes 100 ms.
      ['ended', 8_100, 0, -1],
      ['restarted', 8_100, 0, -1],
      ['up', 8_400, 0, -1],
      ['ready', 9_000, 0, -1],
    ],
  );
  const later = story(model, 7_200, [0, 3_950]);
  t.same(
    later.lines.filter(([, atMs]) => atMs > 3_400),
    [
      ['exposed', 3_950, 0, -1],
      ['ready', 4_000, 0, -1],
      ['symptomatic', 4_050, 0, -1],
      ['unready', 7_000, 0, -1],
      ['ended', 7_100, 0, -1],
      ['restarted', 7_100, 0, -1],
    ],
    'found started 50 ms before it fails, it is ready until its probes say otherwise',
  );
  const { startupFailureThreshold: _, ...unsaid } = model;
  t.same(
    story(unsaid, 9_000, [0, 3_500]).lines.find(([event, atMs]) => event === 'ended' && atMs > 4_000),
    ['ended', 6_100, 0, -1],
  );
});

t.test('symptoms do not keep a podder from being ready while its health is delayed', async (t) => {
  const model: Model = {
    ...LISTED,
    healthDelayMs: 60_000,
    machine: { ...LISTED.machine, readyMs: [2_000, 2_000] },
  };
  // Fails at 60.1 s, three probes until 63 s; answers at 63.4 s, is ready at 65.4 s.
  const { lines } = story(model, 127_100, [0, 64_000]);
  t.same(
    lines.filter(([, atMs]) => atMs > 63_400),
    [
      ['exposed', 64_000, 0, -1],
      ['symptomatic', 64_100, 0, -1],
      ['ready', 65_400, 0, -1],
      ['unready', 127_000, 0, -1],
      ['ended', 127_100, 0, -1],
      // The end before is 64 s ago, and the first two ends ask for no wait.
      ['restarted', 127_100, 0, -1],
    ],
  );
  const soon = story({ ...model, healthDelayMs: 0 }, 6_500, [0, 3_500]);
  t.notOk(
    soon.lines.some(([event]) => event === 'ready'),
    'without a delay it fails before its readiness is probed',
  );
});
