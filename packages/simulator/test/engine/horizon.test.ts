import t from 'tap';
import { kubeletRules } from '@pod-contagion/lifecycle';
import { Engine } from '../../src/engine/engine.ts';
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
