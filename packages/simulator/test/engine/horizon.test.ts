import t from 'tap';
import { kubeletRules } from '@pod-contagion/lifecycle';
import { Engine } from '../../src/engine/engine.ts';
import { lastTimeOf, tooLongFor } from '../../src/engine/horizon.ts';
import { ORIGINAL } from './models.ts';
import { story } from './story.ts';

t.test('time runs to its end, after 24 days, and no event comes too early or too late', async (t) => {
  const symptomDelayMs = 80_000_000;
  const model = { ...ORIGINAL, pods: 20, symptomDelayMs, rules: kubeletRules('1.36') };
  const { lastMs } = new Engine(model);
  t.ok(lastMs > 2 ** 31 - 2 * symptomDelayMs && lastMs < 2 ** 31 - symptomDelayMs);
  const { lines, engine } = story(model, lastMs);
  t.equal(engine.nowMs, lastMs);
  t.ok(engine.infected > 0);
  t.ok(lines.at(-1)![1] > lastMs - symptomDelayMs);
  const exposedAt = new Map<number, number>();
  let symptomatic = 0;
  lines.forEach(([event, atMs, pod], index) => {
    if (index > 0 && atMs < lines[index - 1]![1]) t.fail(`${event} at ${atMs} after ${lines[index - 1]![1]}`);
    if (event === 'exposed') exposedAt.set(pod, atMs);
    if (event !== 'symptomatic') return;
    symptomatic++;
    if (atMs - exposedAt.get(pod)! !== symptomDelayMs) t.fail(`symptomatic at ${atMs}`);
  });
  t.ok(symptomatic > 100, `${symptomatic} infections`);
});

t.test('more than there is time for is refused', async (t) => {
  const engine = new Engine(ORIGINAL);
  engine.reset(1);
  engine.introduce();
  t.throws(() => engine.run(engine.lastMs + 1), { name: 'RangeError' });
  t.throws(() => engine.run(Infinity), { name: 'RangeError' });
  t.throws(() => new Engine({ ...ORIGINAL, symptomDelayMs: 2 ** 31 }), { name: 'RangeError' });
});

t.test('what is too long is named, with what there would be time for', async (t) => {
  const startup = { ...ORIGINAL, startupPeriodMs: 10_000, startupFailureThreshold: 300_000 };
  const slow = {
    ...ORIGINAL,
    nodes: { count: 1, capacity: 110, cores: 0.001, startWorkMs: 100_000 },
  };
  const loss = { moment: { atMs: 0 }, action: { type: 'loss', share: 0.5, forMs: 2 ** 30 } } as const;
  const lasting = { ...ORIGINAL, interventions: [loss, loss, loss] };
  for (const [model, setting, ms] of [
    [startup, 'startupFailureThreshold', 10_000 * 300_001],
    [slow, 'startWorkMs', 50 * 1_000 * 100_000 + 1],
    [lasting, 'interventions', 3 * 2 ** 30],
  ] as const) {
    const found = tooLongFor(model, 0);
    t.match(found, { setting, ms });
    t.equal(lastTimeOf(model) + ms, found!.mostMs, 'what there would be time for');
  }
  t.equal(tooLongFor(ORIGINAL, lastTimeOf(ORIGINAL)), undefined);
  t.match(tooLongFor(ORIGINAL, lastTimeOf(ORIGINAL) + 1), { setting: 'maxBackoffMs' });
});
