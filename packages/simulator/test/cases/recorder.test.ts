import t from 'tap';
import { Recorder } from '../../src/cases/recorder.ts';
import type { Case } from '../../src/cases/case.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Death, Model } from '../../src/engine/model.ts';
import * as COUNT from '../../src/engine/count.ts';
import { INSTANT, ORIGINAL } from '../engine/models.ts';
import { recordRun } from './infections.ts';

t.test('one podder alone, by hand', async (t) => {
  const { cases } = recordRun({ ...ORIGINAL, pods: 1, machine: INSTANT }, 1);
  t.same(
    [...cases],
    [
      {
        id: 0,
        pod: 0,
        life: 0,
        infector: undefined,
        generation: 1,
        exposedAtMs: 0,
        symptomaticAtMs: 10_000,
        endedAtMs: 12_000,
      },
    ],
  );
  t.equal(cases.get(1), undefined);
});

t.test('which infection of a pod it was, by hand', async (t) => {
  const recorder = new Recorder(3);
  const { listener } = recorder;
  listener('exposed', 0, 2, -1);
  listener('symptomatic', 10, 2, -1);
  listener('exposed', 11, 0, 2);
  listener('ended', 12, 2, -1);
  listener('restarted', 12, 2, -1);
  listener('ended', 15, 1, -1); // Somebody killed a healthy one.
  listener('symptomatic', 21, 0, -1);
  listener('exposed', 22, 2, 0);
  listener('exposed', 23, 1, 0);
  const rows = [...recorder.cases].map((each) => [
    each.id,
    each.pod,
    each.life,
    each.infector,
    each.generation,
  ]);
  t.same(rows, [
    [0, 2, 0, undefined, 1],
    [1, 0, 0, 0, 2],
    [2, 2, 1, 1, 3],
    [3, 1, 1, 1, 3],
  ]);
  t.equal(recorder.cases.get(0)?.endedAtMs, 12);
  t.equal(recorder.cases.get(2)?.symptomaticAtMs, undefined);
  recorder.clear();
  t.equal(recorder.cases.size, 0);
  listener('exposed', 5, 1, -1);
  t.same(
    [...recorder.cases].map(({ pod, life }) => [pod, life]),
    [[1, 0]],
  );
});

const MODELS: readonly (readonly [Death, Model])[] = (['restart', 'replace', 'exit'] as const).map(
  (death) => [death, { ...ORIGINAL, pods: 200, death }],
);

for (const [death, model] of MODELS) {
  t.test(`what is so in every run that ends by ${death}`, async (t) => {
    let infections = 0;
    for (let seed = 0; seed < 5; seed++) {
      const { cases } = recordRun(model, seed, 300_000);
      const engine = new Engine(model, { lineage: true });
      engine.reset(seed);
      engine.introduce();
      engine.run(300_000);
      t.equal(cases.size, engine.counts[COUNT.infections]);
      infections += cases.size;
      const known = [...cases];
      t.equal(Math.max(...known.map(({ generation }) => generation)), engine.counts[COUNT.generations]);
      t.equal(wrongOf(known), '');
      const open = known.filter(({ endedAtMs }) => endedAtMs === undefined).length;
      t.equal(open, engine.infected, 'those that have not ended are those that are infected');
    }
    t.ok(infections > 500, `${infections} cases`);
  });
}

/** What is wrong with the cases of a run, all together; nothing where all is right. */
function wrongOf(cases: readonly Case[]): string {
  const lastEndMs = new Map<number, number>();
  const lives = new Set<string>();
  const wrong: string[] = [];
  for (const [index, each] of cases.entries()) {
    const { id, pod, life, infector, generation, exposedAtMs, symptomaticAtMs, endedAtMs } = each;
    const expect = (isRight: boolean, what: string) => {
      if (!isRight) wrong.push(`case ${id}: ${what}`);
    };
    expect(id === index, 'id');
    expect(exposedAtMs >= (cases[index - 1]?.exposedAtMs ?? 0), 'order');
    expect((symptomaticAtMs ?? Infinity) > exposedAtMs, 'symptomatic before it was infected');
    expect((endedAtMs ?? Infinity) > (symptomaticAtMs ?? exposedAtMs), 'ended before it fell ill');
    expect((lastEndMs.get(pod) ?? -1) <= exposedAtMs, 'infected while it was');
    lastEndMs.set(pod, endedAtMs ?? Infinity);
    expect(!lives.has(`${pod} ${life}`), 'infected twice in a life');
    lives.add(`${pod} ${life}`);
    expect(
      life >= 0 && (life === 0 || lives.has(`${pod} ${life - 1}`)),
      'a life in which it was not infected',
    );
    if (infector === undefined) {
      expect(generation === 1 && id === 0, 'from outside');
      continue;
    }
    const from = cases[infector];
    expect(from !== undefined && infector < id && from.pod !== pod, 'infector');
    expect(from?.generation === generation - 1, 'generation');
    expect((from?.symptomaticAtMs ?? Infinity) <= exposedAtMs, 'its infector was not yet ill');
    expect((from?.endedAtMs ?? Infinity) > exposedAtMs, 'its infector was no longer');
  }
  return wrong.slice(0, 5).join('; ');
}

t.test('beyond the limit the first are kept, and what becomes of them', async (t) => {
  const whole = [...recordRun(ORIGINAL, 3).cases];
  const limit = 100;
  t.ok(whole.length > limit);
  const recorder = new Recorder(ORIGINAL.pods, limit);
  const engine = new Engine(ORIGINAL, { listener: recorder.listener });
  for (const seed of [4, 3]) {
    recorder.clear();
    engine.reset(seed);
    engine.introduce();
    engine.run(1_000_000);
  }
  t.same([...recorder.cases], whole.slice(0, limit));
  t.equal(recorder.missed, whole.length - limit);
});

t.test('beyond one piece of memory', async (t) => {
  const model = { ...ORIGINAL, pods: 20_000 };
  const { cases } = recordRun(model, 1, 120_000);
  t.ok(cases.size > 20_000, `${cases.size} cases`);
  t.equal(wrongOf([...cases]), '');
  t.ok(cases.bytes < 28 * (cases.size + 4_096));
});
