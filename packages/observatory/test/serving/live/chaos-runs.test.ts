import t from 'tap';
import type { PodEvent } from '../../../src/index.ts';
import { ChaosRuns } from '../../../src/serving/live/chaos-runs.ts';

let count = 0;
const event = (reason: string, pod: string, t: number, message = ''): PodEvent => ({
  id: `e${count++}`,
  t,
  pod,
  uid: pod,
  type: 'Warning',
  reason,
  message,
  count: 1,
  component: 'pod-chaos',
});

t.test('a fault on two pods is one run, which ends with the last of them', async (t) => {
  const runs = new ChaosRuns();
  const until = new Date(60_000).toISOString();
  runs.learn(event('PodChaosFaultApplied', 'a', 1_000, `Until ${until}: netem delay 100ms`));
  runs.learn(event('PodChaosFaultApplied', 'b', 2_000, `Until ${until}: netem delay 100ms`));
  t.match(runs.take(3_000), [{ fault: 'netem', fromMs: 1_000, untilMs: null, pods: ['a', 'b'] }]);
  t.same(runs.take(3_000), [], 'told once');
  runs.learn(event('PodChaosFaultEnded', 'a', 30_000));
  t.same(runs.take(30_000), []);
  runs.learn(event('PodChaosFaultEnded', 'b', 31_000));
  t.match(runs.take(31_000), [{ untilMs: 31_000, pods: ['a', 'b'] }]);
  t.equal(runs.all.length, 1);
});

t.test('a fault of which no end is told is over when its time is', async (t) => {
  const runs = new ChaosRuns();
  runs.learn(event('PodChaosFaultApplied', 'a', 1_000, `Until ${new Date(9_000).toISOString()}: drop 10%`));
  t.match(runs.take(8_999), [{ untilMs: null }]);
  t.match(runs.take(9_000), [{ untilMs: 9_000 }]);
});

t.test('kills of one moment are one run, and those of others are none of ours', async (t) => {
  const runs = new ChaosRuns();
  const first = event('PodChaosKilled', 'a', 1_000, 'Deleted by pod-chaos');
  runs.learn(first);
  runs.learn(first);
  runs.learn(event('PodChaosKilled', 'b', 1_500, 'Deleted by pod-chaos'));
  runs.learn(event('PodChaosKilled', 'c', 90_000, 'Deleted by pod-chaos'));
  runs.learn({ ...event('Killing', 'd', 1_000), component: 'kubelet' });
  t.match(runs.take(99_000), [
    { fault: 'kill', fromMs: 1_000, untilMs: 1_000, pods: ['a', 'b'] },
    { fault: 'kill', fromMs: 90_000, pods: ['c'] },
  ]);
});
