import { Model, type ChaosRun, type RecordingLine } from '@pod-contagion/observatory';
import { passedOn, snapshotOf } from '@pod-contagion/observatory/snapshots';
import { contactsCsv, linelistCsv, newick } from '@pod-contagion/simulator/formats';
import t from 'tap';
import { countsCsv } from '../../../page/export/counts-csv.ts';
import { estimatesCsv } from '../../../page/export/estimates-csv.ts';
import { DATA_FILES } from '../../../page/export/files.ts';
import { infectionsCsv } from '../../../page/export/infections-csv.ts';
import * as ours from '../../../page/export/linelist-and-contacts.ts';
import { newickOf } from '../../../page/export/newick.ts';
import { recordingOf } from '../../../page/export/recording-of-model.ts';
import { startOf } from '../../../page/panels/tree/layout.ts';
import { followed, knowing } from '../testing/followed.ts';

const model = followed(30, 60);
const { infections } = model;

function tableOf(parts: Iterable<string>): Record<string, string>[] {
  const [head = '', ...lines] = [...parts].join('').trimEnd().split('\r\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, place) => [names[place]!, cell])));
}

/** The same infections with numbers in the order of exposure, as the simulator counts, and as its cases. */
function inOrder(): { model: Model; cases: ReadonlySet<object> } {
  const order = Array.from({ length: infections.length }, (_, row) => row).toSorted(
    (one, other) => startOf(infections, one) - startOf(infections, other) || one - other,
  );
  const firstMs = startOf(infections, order[0]!);
  const placeOf = new Map(order.map((row, place) => [row, place]));
  const lives = new Map<number, number>();
  const since = (at: number | undefined): number | undefined => (at === undefined ? undefined : at - firstMs);
  const list = order.map((row, id) => {
    const pod = infections.pod.at(row);
    const life = lives.get(pod) ?? 0;
    lives.set(pod, life + 1);
    return {
      id,
      pod,
      life,
      infector: placeOf.get(infections.parent.at(row)),
      generation: infections.generation.at(row),
      exposedAtMs: since(infections.exposedAtMs(row))!,
      symptomaticAtMs: since(infections.symptomaticAtMs(row)),
      endedAtMs: since(infections.endedAtMs(row)),
    };
  });
  const told = list.map(({ infector = -1, pod, exposedAtMs: at, symptomaticAtMs: ill, endedAtMs: end }) => ({
    parent: infector,
    pod,
    at,
    ...(ill === undefined ? {} : { ill }),
    ...(end === undefined ? {} : { end }),
  }));
  return { model: knowing(told), cases: new Set(list) };
}

t.test('infections read back are the infections', (t) => {
  const rows = tableOf(infectionsCsv(model));
  t.equal(rows.length, infections.length);
  for (const [row, line] of rows.entries()) {
    t.equal(Number(line['id']), infections.first + row);
    t.equal(line['pod'], model.pods.name[infections.pod.at(row)]);
    t.equal(line['container'], infections.container(row));
    t.equal(line['parent'] === '' ? -1 : Number(line['parent']), infections.parent.at(row));
    t.equal(line['from'], infections.parent.at(row) < 0 ? 'outside' : 'infection');
    t.equal(Date.parse(line['exposedAt']!), infections.exposedAtMs(row));
    t.equal(line['endedAt'] === '' ? undefined : Date.parse(line['endedAt']!), infections.endedAtMs(row));
    t.equal(line['sent'] === '' ? -1 : Number(line['sent']), infections.sent.at(row));
  }
  t.end();
});

t.test('counts read back are the curve', (t) => {
  const rows = tableOf(countsCsv(model));
  t.equal(rows.length, model.timeline.curve.t.length);
  const conditions = ['starting', 'susceptible', 'incubating', 'symptomatic', 'waiting', 'ended'];
  for (const line of rows) {
    t.equal(
      conditions.reduce((sum, condition) => sum + Number(line[condition]), 0),
      30,
    );
  }
  t.equal(Number(rows.at(-1)?.['restarts']), model.restarts);
  t.end();
});

t.test('tree, linelist and contacts are what the simulator would write', (t) => {
  const { model: told, cases } = inOrder();
  const log = cases as unknown as Parameters<typeof newick>[0];
  t.equal(newickOf(told.infections), [...newick(log)].join(''));
  t.equal([...ours.contactsCsv(told)].join(''), [...contactsCsv(log)].join(''));
  const numbered = [...ours.linelistCsv(told)]
    .join('')
    .replaceAll(/generic-\w+-\w+/g, (name) => String(told.pods.name.indexOf(name)));
  t.equal(numbered, [...linelistCsv(log)].join(''));
  t.end();
});

t.test('a tree of which children were known first has all of them', (t) => {
  const told = knowing([
    { parent: 1, at: 4_000 },
    { parent: 2, at: 3_000 },
    { parent: -1, at: 1_000 },
    { parent: -2, at: 2_000 },
  ]);
  t.equal(newickOf(told.infections), '(((c0:1)c1:2)c2:0,c3:1)outside;\n');
  t.equal(newickOf(new Model().infections), ';\n');
  t.end();
});

t.test('files that may be passed on do not say where a kubeconfig is', (t) => {
  const known = new Model();
  const source = {
    kind: 'cluster',
    name: 'kind-b',
    namespace: 'lab',
    selector: '',
    kubeconfig: '/home/me/k',
  } as const;
  known.load({ ...snapshotOf(model), source });
  for (const name of ['everything.json', 'recording.ndjson.gz']) {
    const text = [...DATA_FILES.find((file) => file.name === name)!.parts(known)].join('');
    t.notMatch(text, /home/, name);
    t.match(text, '"context":"kind-b"');
  }
  const named = { ...source, context: 'of-mine' };
  t.same(passedOn(named), {
    kind: 'cluster',
    name: 'kind-b',
    namespace: 'lab',
    selector: '',
    context: 'of-mine',
  });
  t.end();
});

t.test('everything as JSON is loaded again as the same', (t) => {
  const again = new Model();
  again.load(JSON.parse(JSON.stringify(snapshotOf(model))) as ReturnType<typeof snapshotOf>);
  t.equal([...infectionsCsv(again)].join(''), [...infectionsCsv(model)].join(''));
  t.same([...again.counts], [...model.counts]);
  const short = snapshotOf(model, { newest: 5 });
  t.equal(short.infections.pod.length, 5);
  t.equal(short.infections.first, infections.length - 5);
  t.equal(short.pods.first, 25);
  t.end();
});

t.test('a recording replays to the same infections, counts and moments', (t) => {
  const again = new Model();
  const lines = [...recordingOf(model)].map((line) => JSON.parse(JSON.stringify(line)) as RecordingLine);
  t.same(lines[0], { podContagionRecording: 1, startedAt: 1_000_000 });
  for (const line of lines) {
    if ('snapshot' in line) again.load(line.snapshot);
    else if ('frame' in line) t.ok(again.apply(line.frame));
    else if ('status' in line) again.tell(line.status);
  }
  t.equal([...infectionsCsv(again)].join(''), [...infectionsCsv(model)].join(''));
  t.same([...again.counts], [...model.counts]);
  t.same(again.totals, model.totals);
  for (const atMs of [1_000_000, 1_012_345, 1_033_333, 1_060_000]) {
    t.same(again.timeline.at(atMs), model.timeline.at(atMs));
  }
  t.end();
});

t.test('a recording has each chaos run when it began', (t) => {
  const known = new Model();
  known.load(snapshotOf(model));
  const [startMs] = known.timeline.span!;
  const run = (id: string, fromMs: number): ChaosRun => ({
    id,
    fault: 'kill',
    fromMs,
    untilMs: fromMs,
    pods: [],
    text: id,
  });
  const runs = [run('before', startMs - 1), run('then', startMs + 150), run('last', startMs + 1e9)];
  for (let n = 1; n <= 3; n++)
    known.apply({ n: known.cursor + 1, t: startMs + 100 * n, i: [n], c: [n], y: [0], r: [n] });
  known.apply({ n: known.cursor + 1, t: startMs + 400, runs });
  const again = new Model();
  const told: string[][] = [];
  for (const line of recordingOf(known)) {
    if ('snapshot' in line) again.load(line.snapshot);
    else if ('frame' in line) again.apply(line.frame);
    else continue;
    told.push(again.runs.map(({ id }) => id));
  }
  t.same(told[0], ['before']);
  t.same(told[1], ['before']);
  t.same(told[2], ['before', 'then']);
  t.same(again.runs, runs);
  t.end();
});

t.test('estimates have a line each, with interval and window', (t) => {
  const between = { value: 1.5, low: 1, high: 2 };
  const rows = tableOf(
    estimatesCsv({
      atMs: 3_000,
      reproduction: between,
      attackRate: 0.5,
      infectionsPerSecond: 2,
      windowMs: [1_000, 2_000],
      inWindow: 12,
      growth: { perSecond: { value: 0.1, low: 0, high: 0.2 }, reproduction: { ...between, value: 1.3 } },
      series: { windowMs: 500, atMs: [1_500], value: [1.2], low: [1], high: [1.4], infections: [20] },
      incidence: { fromMs: 0, binMs: 2_000, counts: [3] },
      onsets: { fromMs: 2_000, binMs: 2_000, counts: [2] },
    }),
  );
  t.same(
    rows.map(({ estimate }) => estimate),
    [
      'reproduction',
      'growth_per_second',
      'reproduction_by_growth',
      'infections_per_second',
      'attack_rate',
      'reproduction_over_time',
      'incidence',
      'symptom_onsets',
    ],
  );
  t.match(rows[0], { value: '1.5', low: '1', high: '2', infections: '12', from: '1970-01-01T00:00:01.000Z' });
  t.match(rows[2], { value: '1.3', low: '1', high: '2', infections: '12' });
  t.match(rows[4], { value: '0.5', from: '', until: '1970-01-01T00:00:03.000Z' });
  t.match(rows[5], { from: '1970-01-01T00:00:01.000Z', until: '1970-01-01T00:00:01.500Z', infections: '20' });
  t.match(rows[7], { from: '1970-01-01T00:00:02.000Z', until: '1970-01-01T00:00:04.000Z', value: '2' });
  t.end();
});

t.test('every file has something in it', (t) => {
  for (const { name, parts } of DATA_FILES) t.ok([...parts(model)].join('').length > 100, name);
  t.end();
});
