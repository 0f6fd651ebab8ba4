import { PodTable, type ChaosRun } from '@pod-contagion/observatory';
import t from 'tap';
import { hitBy } from '../../../../page/panels/field/overlay.ts';

const pods = new PodTable();
for (const row of [0, 1, 2]) pods.add([row, `uid-${row}`, `pod-${row}`, 'node', 'generic']);

const run = (fault: string, untilMs: number | null, hit: readonly string[]): ChaosRun => ({
  id: fault,
  fault,
  fromMs: 100_000,
  untilMs,
  pods: hit,
  text: fault,
});

/** Rows that are hit at a moment. */
const at = (ms: number, ...runs: readonly ChaosRun[]): readonly number[] => [...hitBy(runs, pods, ms)];

t.test('pods have a ring while a fault lasts', async (t) => {
  const fault = run('disconnect', 130_000, ['pod-0', 'pod-2', 'gone']);
  t.same(at(99_999, fault), []);
  t.same(at(100_000, fault), [0, 2]);
  t.same(at(130_000, fault), [0, 2]);
  t.same(at(130_001, fault), []);
  t.same(at(9e12, run('delay', null, ['pod-1'])), [1], 'it has no end yet');
});

t.test('what is over at once, as a kill, is seen for five seconds', async (t) => {
  const kill = run('kill', 100_000, ['pod-1']);
  t.same(at(99_999, kill), []);
  t.same(at(100_001, kill), [1]);
  t.same(at(105_000, kill), [1]);
  t.same(at(105_001, kill), []);
  t.same(at(104_000, kill, run('disrupt', 100_500, ['pod-0'])), [1, 0]);
});
