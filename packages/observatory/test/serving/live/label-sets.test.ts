import t from 'tap';
import { UNKNOWN } from '../../../src/index.ts';
import { LabelSets } from '../../../src/serving/live/label-sets.ts';
import { PodRows } from '../../../src/serving/live/pod-rows.ts';
import { MAX_LABEL_CHARACTERS, MAX_LABEL_SETS } from '../../../src/serving/limits.ts';

t.test('each distinct set is told once', async (t) => {
  const sets = new LabelSets();
  t.same(
    ['a=1', 'b=2', 'a=1'].map((labels) => sets.numberOf(labels)),
    [0, 1, 0],
  );
  t.same(sets.take(), ['a=1', 'b=2']);
  t.same(sets.take(), []);
  t.equal(sets.numberOf('c=3'), 2);
  t.same(sets.take(), ['c=3']);
  t.same(sets.all, ['a=1', 'b=2', 'c=3']);
});

t.test('neither their number nor their length is without end', async (t) => {
  const many = new LabelSets();
  for (let place = 0; place < MAX_LABEL_SETS; place++) many.numberOf(`pod=${place}`);
  t.equal(many.numberOf('pod=more'), UNKNOWN);
  t.equal(many.numberOf('pod=7'), 7, 'those that are known stay so');
  const long = new LabelSets();
  t.equal(long.numberOf('x'.repeat(MAX_LABEL_CHARACTERS)), 0);
  t.equal(long.numberOf('a=1'), UNKNOWN);
});

t.test('labels of five thousand pods cost two numbers a pod', async (t) => {
  const rows = new PodRows();
  for (let pod = 0; pod < 5_000; pod++) {
    rows.put({
      uid: `u${pod}`,
      name: `generic-${pod}`,
      condition: 'susceptible',
      ready: true,
      containerId: 'c',
      waitingReason: undefined,
      restarts: 0,
      endedContainerId: undefined,
      strain: null,
      generation: null,
      from: null,
      node: 'n',
      owner: 'generic',
      labels: 'app=podder,pod-template-hash=5d4f8c7b9d,role=generic',
    });
  }
  const { labelSets, labels } = rows.take();
  t.equal(labelSets?.length, 1);
  t.equal(labels?.length, 5_000);
  t.ok(JSON.stringify(labels).length < 50_000, `${JSON.stringify(labels).length} bytes`);
  t.same(rows.take(), {});
});
