import t from 'tap';
import { CODE } from '@pod-contagion/observatory';
import { happeningsOf } from '../../../../page/panels/events/happenings.ts';
import { readPodEvents } from '../../../../page/panels/events/pod-events.ts';
import { infectionsOfPods, podderTable } from '../../../../page/panels/podders/podder-table.ts';
import { sorted, type Table } from '../../../../page/panels/tables/table.ts';
import { ticksOf } from '../../../../page/panels/ticks.ts';
import { followed, knowing } from '../../testing/followed.ts';

t.test('rows are sorted by a column, those alike stay as they were, empty cells come last', (t) => {
  const cells = [3, undefined, 1, 3, 2];
  const table: Table = { length: 5, columns: [{ name: 'a', cell: (row) => cells[row] }] };
  t.same([...sorted(table, undefined)], [0, 1, 2, 3, 4]);
  t.same([...sorted(table, { column: 0, isDown: false })], [2, 4, 0, 3, 1]);
  t.same([...sorted(table, { column: 0, isDown: true })], [0, 3, 4, 2, 1]);
  t.end();
});

t.test('podders have a row each, with what is known of their infections', (t) => {
  const model = followed(40, 60);
  const moment = model.timeline.at(model.tMs)!;
  const of = infectionsOfPods(model, Infinity);
  const table = podderTable(model, moment, of, undefined);
  t.equal(table.length, 40);
  const names = new Set(table.columns.map(({ name }) => name));
  t.ok(
    ['name', 'condition', 'restarts', 'ready', 'node', 'generation', 'infected by'].every((each) =>
      names.has(each),
    ),
  );
  const total = (name: string): number => {
    const column = table.columns.find((each) => each.name === name);
    return Array.from({ length: 40 }, (_, row) => Number(column?.cell(row) ?? 0)).reduce((a, b) => a + b, 0);
  };
  t.equal(total('infections'), model.infections.length);
  t.equal(total('restarts'), model.restarts);
  t.equal(podderTable(model, moment, of, new Set([3, 7])).length, 2);
  moment.condition.fill(CODE.gone);
  t.equal(podderTable(model, moment, of, undefined).length, 0);
  t.end();
});

t.test('happenings are told newest first, up to a moment', (t) => {
  const model = knowing([
    { parent: -1, at: 1_000, ill: 2_000, end: 6_000 },
    { parent: 0, at: 3_000, ill: 7_000 },
  ]);
  const kinds = (untilMs: number): string[] =>
    happeningsOf(model, untilMs).map(({ kind, atMs }) => `${kind} ${atMs}`);
  t.same(kinds(Infinity), [
    'symptomatic 7000',
    'ended 6000',
    'infected 3000',
    'symptomatic 2000',
    'infected 1000',
  ]);
  t.same(kinds(2_500), ['symptomatic 2000', 'infected 1000']);
  t.end();
});

t.test('of Events what is none is left out', (t) => {
  const model = followed(3, 1);
  const pod = model.pods.name[1];
  const told = readPodEvents(
    {
      events: [{ t: 5, pod, reason: 'Unhealthy', message: 'failed', count: 2, component: 'kubelet' }, 7, {}],
      isCut: true,
    },
    model,
  );
  t.same(told.happenings, [
    { atMs: 5, kind: 'Unhealthy', pod, number: 1, text: 'kubelet: failed (2 times)', row: undefined },
  ]);
  t.ok(told.isCut);
  for (const answer of [undefined, null, 4, { events: 'no' }])
    t.same(readPodEvents(answer, model).happenings, []);
  t.end();
});

t.test('an axis of time has whole steps', (t) => {
  t.same(ticksOf(1_200, 5_100, 5), [2_000, 3_000, 4_000, 5_000]);
  t.same(ticksOf(5, 5, 5), []);
  t.end();
});
