import t from 'tap';
import { CODE, Model, SyntheticEpidemic } from '@pod-contagion/observatory';
import { PodChanges } from '../../src/model/pod-changes.ts';

const START_MS = 1_000_000;

type Seen = Readonly<{ tMs: number; condition: number[]; ready: number[]; restarts: number[] }>;

function seen({ tMs, pods }: Model): Seen {
  const { length, condition, ready, restarts } = pods;
  return {
    tMs,
    condition: [...condition.array.subarray(0, length)],
    ready: [...ready.array.subarray(0, length)],
    restarts: [...restarts.array.subarray(0, length)],
  };
}

/** A model of so many pods in which nothing has happened. */
function begun(pods: number): Model {
  const model = new Model();
  model.load(new SyntheticEpidemic({ pods, rate: 1e-9, seed: 1, startMs: START_MS }).snapshot());
  return model;
}

/** The next frame of it, in which pods change. */
function change(
  model: Model,
  tMs: number,
  rows: readonly (readonly [i: number, c: number, r: number])[],
): void {
  model.apply({
    n: model.cursor + 1,
    t: tMs,
    i: rows.map(([i]) => i),
    c: rows.map(([, c]) => c),
    y: rows.map(([, c]) => (c === CODE.susceptible ? 1 : 0)),
    r: rows.map(([, , r]) => r),
  });
}

t.test('what was known of another state is not taken for what a pod is that comes later', async (t) => {
  const changes = new PodChanges();
  changes.load(begun(5).pods);
  changes.add(4, CODE.waiting, 0, 1);
  changes.load(begun(2).pods);
  changes.add(4, CODE.waiting, 0, 2);
  const states = {
    condition: new Uint8Array(5),
    ready: new Uint8Array(5),
    restarts: new Uint32Array(5),
  };
  changes.apply(changes.end - 1, states);
  t.same([...states.restarts], [0, 0, 0, 0, 2]);
});

t.test('any moment is as it was, and all changes lead from the first to the last', async (t) => {
  const epidemic = new SyntheticEpidemic({ pods: 200, rate: 0.5, seed: 2, startMs: START_MS });
  const model = new Model();
  model.load(epidemic.snapshot());
  const all: Seen[] = [seen(model)];
  for (let atMs = 100; atMs <= 60_000; atMs += 100) {
    const frame = epidemic.frame(START_MS + atMs);
    if (frame === undefined) continue;
    model.apply(frame);
    all.push(seen(model));
  }
  t.ok(all.length > 400, `${all.length} moments`);
  let wrong = 0;
  for (const each of all) {
    const got = model.timeline.at(each.tMs + 1)!;
    const isSame = (['condition', 'ready', 'restarts'] as const).every(
      (name) => [...got[name]].join() === each[name].join(),
    );
    if (!isSame) wrong++;
  }
  t.equal(wrong, 0);
  const now = all[0]!;
  let changes = 0;
  for (const { row, condition, ready, restarts } of model.timeline.changes()) {
    now.condition[row] = condition;
    now.ready[row] = ready;
    now.restarts[row] = restarts;
    changes++;
  }
  t.ok(changes > 10_000, `${changes} changes`);
  t.same({ ...now, tMs: model.tMs }, all.at(-1));
});

t.test('restarts may leap, or fall where somebody is wrong', async (t) => {
  const model = begun(3);
  const told = [0, 1, 15, 16, 31, 1_000_000, 999_999, 1_000_013, 1_000_028, 0];
  for (const [place, restarts] of told.entries()) {
    change(model, START_MS + 1_000 * (place + 1), [[1, CODE.waiting, restarts]]);
  }
  for (const [place, restarts] of told.entries()) {
    t.equal(model.timeline.at(START_MS + 1_000 * (place + 1))?.restarts[1], restarts);
  }
  t.same(
    [...model.timeline.changes()].map(({ restarts }) => restarts),
    told,
  );
});

t.test('a pod that came later is not there before, and keeps its restarts', async (t) => {
  const model = begun(2);
  model.apply({ n: model.cursor + 1, t: START_MS + 1_000, pods: [[2, 'u', 'late', 'node', 'generic']] });
  change(model, START_MS + 2_000, [[2, CODE.symptomatic, 7]]);
  t.equal(model.timeline.at(START_MS + 500)?.condition.length, 2);
  const { condition, restarts } = model.timeline.at(START_MS + 2_500)!;
  t.equal(condition[2], CODE.symptomatic);
  t.equal(restarts[2], 7);
});

t.test('what is older than two million changes is forgotten, and the rest is as it was', async (t) => {
  const model = begun(50);
  const rows = Array.from({ length: 50 }, (_, row) => row);
  const frames = 42_000;
  for (let frame = 1; frame <= frames; frame++) {
    const condition = frame % 2 === 0 ? CODE.susceptible : CODE.waiting;
    change(
      model,
      START_MS + frame * 100,
      rows.map((row) => [row, condition, frame + (row === 3 ? 20 * frame : 0)]),
    );
  }
  const [fromMs, untilMs] = model.timeline.span!;
  t.ok(fromMs > START_MS + 100_000 && fromMs < START_MS + (frames * 100) / 2, `from ${fromMs}`);
  t.equal(untilMs, START_MS + frames * 100);
  for (const frame of [30_000, 35_001, frames]) {
    const { condition, restarts } = model.timeline.at(START_MS + frame * 100 + 1)!;
    t.equal(condition[49], frame % 2 === 0 ? CODE.susceptible : CODE.waiting);
    t.equal(restarts[49], frame);
    t.equal(restarts[3], 21 * frame);
  }
});

t.test('pods are told apart by rows of more than two bytes, whatever is kept beside them', async (t) => {
  const model = begun(2 ** 16 + 10);
  const last = 2 ** 16 + 9;
  change(model, START_MS + 1_000, [[9, CODE.waiting, 1]]);
  change(model, START_MS + 2_000, [[last, CODE.symptomatic, 2]]);
  change(model, START_MS + 3_000, [[9, CODE.susceptible, 3]]);
  t.same(
    [...model.timeline.changes()].map(({ row, restarts }) => [row, restarts]),
    [
      [9, 1],
      [last, 2],
      [9, 3],
    ],
  );
  const { condition, restarts } = model.timeline.at(START_MS + 2_500)!;
  t.same([condition[9], restarts[9]], [CODE.waiting, 1]);
  t.same([condition[last], restarts[last]], [CODE.symptomatic, 2]);
});
