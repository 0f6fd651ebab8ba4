import { InfectionTable, Model, SyntheticEpidemic, type InfectionRow } from '@pod-contagion/observatory';
import t from 'tap';
import { CaseTable, PARENT_FORGOTTEN } from '../../../page/estimates/case-columns.ts';
import { InfectionFeed, MOST_AT_ONCE } from '../../../page/estimates/infection-changes.ts';
import { START_MS } from './cases.ts';

function put(table: InfectionTable, atMs: number, row: InfectionRow): void {
  const infection = Float64Array.from(row.slice(0, 10) as (number | null)[], (each) => each ?? NaN);
  table.put(atMs, { infection, container: Float64Array.of(0) }, 0);
}

function agrees(cases: CaseTable, table: InfectionTable): boolean {
  if (cases.length !== table.length) return false;
  for (let row = 0; row < table.length; row++) {
    const parent = table.parent.at(row);
    const told = cases.parent[row]!;
    const isParent =
      told === PARENT_FORGOTTEN
        ? parent < table.first
        : told < 0
          ? told === parent
          : told === parent - table.first;
    if (
      !isParent ||
      cases.pod[row] !== table.pod.at(row) ||
      !Object.is(cases.exposedAtMs[row], table.exposedAtMs(row) ?? NaN) ||
      !Object.is(cases.symptomaticAtMs[row], table.symptomaticAtMs(row) ?? NaN) ||
      !Object.is(cases.endedAtMs[row], table.endedAtMs(row) ?? NaN)
    ) {
      return false;
    }
  }
  return true;
}

t.test('a worker knows what the page knows, and is told only what has changed', async (t) => {
  const epidemic = new SyntheticEpidemic({ pods: 50, rate: 0.5, seed: 3, startMs: START_MS });
  const model = new Model();
  model.load(epidemic.snapshot());
  const feed = new InfectionFeed();
  const cases = new CaseTable();
  let most = 0;
  for (let tick = 1; tick <= 600; tick++) {
    const frame = epidemic.frame(START_MS + tick * 100);
    if (frame !== undefined) model.apply(frame);
    if (tick % 7 !== 0) continue;
    const changes = feed.take(model.infections, model.epoch, model.cursor);
    if (tick > 7) most = Math.max(most, changes.id.length);
    cases.learn(changes);
    if (!agrees(cases, model.infections)) t.fail(`at tick ${tick}`);
  }
  t.ok(model.infections.length > 1_000, String(model.infections.length));
  t.ok(most < 200, `at most ${most} of them at once`);
});

t.test('going back, or another source, begins anew', async (t) => {
  const epidemic = new SyntheticEpidemic({ pods: 20, rate: 0.5, seed: 3, startMs: START_MS });
  const model = new Model();
  const early = epidemic.snapshot();
  model.load(early);
  for (let tick = 1; tick <= 100; tick++) {
    const frame = epidemic.frame(START_MS + tick * 100);
    if (frame !== undefined) model.apply(frame);
  }
  const feed = new InfectionFeed();
  const cases = new CaseTable();
  cases.learn(feed.take(model.infections, model.epoch, model.cursor));
  t.ok(agrees(cases, model.infections));
  model.load(early);
  const changes = feed.take(model.infections, model.epoch, model.cursor);
  t.equal(changes.isNew, true);
  cases.learn(changes);
  t.ok(agrees(cases, model.infections));
  t.equal(feed.take(model.infections, 'another', model.cursor).isNew, true);
});

t.test('what the page forgets the worker forgets', async (t) => {
  const table = new InfectionTable(100);
  table.baseMs = START_MS;
  const feed = new InfectionFeed();
  const cases = new CaseTable();
  for (let id = 0; id < 350; id++) {
    put(table, START_MS + id * 10, [id, id, id - 40, 1, 0, 0, null, id % 3 === 0 ? null : 0, -1, -1, '']);
    if (id % 10 === 3) cases.learn(feed.take(table, 'one', id));
  }
  cases.learn(feed.take(table, 'one', 350));
  t.ok(table.first > 0);
  t.ok(agrees(cases, table));
});

t.test('of very many it tells in pieces', async (t) => {
  const table = new InfectionTable();
  table.baseMs = START_MS;
  for (let id = 0; id < 2.5 * MOST_AT_ONCE; id++) {
    put(table, START_MS, [id, id % 50, id - 1, 1, 0, 0, null, 0, -1, -1, '']);
  }
  const feed = new InfectionFeed();
  const cases = new CaseTable();
  let pieces = 0;
  do {
    cases.learn(feed.take(table, 'one', 1));
    pieces++;
  } while (feed.isBehind);
  t.equal(pieces, 3);
  t.ok(agrees(cases, table));
});
