import t from 'tap';
import type { Action, Intervention, Moment } from '../../src/engine/intervention.ts';
import type { Model } from '../../src/engine/model.ts';
import * as COUNT from '../../src/engine/count.ts';
import { PLACE_OF } from '../../src/engine/place-of.ts';
import { INSTANT, ORIGINAL, SLOW } from './models.ts';
import { story, type Line } from './story.ts';

/** Ten podders, each of which takes no time for anything but a new pod, which takes a second. */
const TEN: Model = { ...ORIGINAL, pods: 10, machine: { ...INSTANT, replaceMs: [1_000, 1_000] } };

function doing(action: Action, moment: Moment = { atMs: 5_000 }, model = TEN): Model {
  const interventions: readonly Intervention[] = [{ moment, action }];
  return { ...model, interventions };
}

function of(lines: readonly Line[], event: Line[0]): readonly Line[] {
  return lines.filter(([each]) => each === event);
}

t.test('pods that are killed are replaced by new ones, which are well', async (t) => {
  const kill = { type: 'kill', amount: { percent: 30 } } as const;
  const { lines, engine } = story(doing(kill), 9_000, []);
  t.same(
    of(lines, 'deleted').map(([, atMs]) => atMs),
    [5_000, 5_000, 5_000],
  );
  const victims = of(lines, 'deleted').map(([, , pod]) => pod);
  t.equal(new Set(victims).size, 3);
  for (const event of ['created', 'unready', 'up', 'ready'] as const) {
    const atMs = event === 'up' || event === 'ready' ? 6_000 : 5_000;
    t.same(
      of(lines, event).toSorted((a, b) => victims.indexOf(a[2]) - victims.indexOf(b[2])),
      victims.map((pod) => [event, atMs, pod, -1]),
      event,
    );
  }
  t.equal(engine.counts[COUNT.restarts], 0);
  t.equal(engine.listed, 10);
  t.same(engine.done, [{ atMs: 5_000, action: kill, pods: 3, isEnd: false }]);
});

t.test('those very ones are killed, without caps; whoever is not there is not', async (t) => {
  const kill = { type: 'kill', amount: { pods: [7, 2, 400] } } as const;
  const { lines, engine } = story(doing(kill), 9_000, []);
  t.same(
    of(lines, 'deleted').map(([, atMs, pod]) => [atMs, pod]),
    [
      [5_000, 7],
      [5_000, 2],
    ],
  );
  t.match(engine.done, [{ pods: 2 }]);
  const all = doing({ type: 'kill', amount: { pods: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] } });
  t.equal(of(story(all, 9_000, []).lines, 'deleted').length, 10);
});

t.test('what comes before it is as if it never came', async (t) => {
  const before = (lines: readonly Line[]): readonly Line[] => lines.filter(([, atMs]) => atMs < 30_000);
  const plain = story(TEN, 60_000).lines;
  const shot = story(doing({ type: 'kill', amount: { pods: [3] } }, { atMs: 30_000 }), 60_000).lines;
  t.same(before(shot), before(plain));
  t.ok(before(plain).length > 20);
  t.notSame(shot, plain);
});

t.test('the one who is infected is killed: nothing comes of it', async (t) => {
  const model = doing({ type: 'kill', amount: { count: 1 }, maxPercent: 100, allowLastReady: true });
  const alone = { ...model, pods: 1 };
  const { lines, engine } = story(alone, 60_000);
  t.same(
    lines.map(([event, atMs]) => [event, atMs]),
    [
      ['exposed', 0],
      ['unready', 5_000],
      ['deleted', 5_000],
      ['created', 5_000],
      ['up', 6_000],
      ['ready', 6_000],
    ],
  );
  t.equal(engine.infected, 0);
});

t.test('one who sneezes is killed in the middle of it', async (t) => {
  // Sneezes at 10.0, 10.6, 11.2 s, and would at 11.8 s.
  const kill = { type: 'kill', amount: { count: 1 }, maxPercent: 100, allowLastReady: true } as const;
  const { engine } = story(doing(kill, { atMs: 11_500 }, { ...TEN, pods: 1 }), 60_000);
  t.equal(engine.counts[COUNT.sneezes], 1 + 3);
});

t.test('a killed pod has no back-off left, new probe phases, and restarts of its own', async (t) => {
  const model = doing(
    { type: 'kill', amount: { count: 1 }, maxPercent: 100, allowLastReady: true },
    { atMs: 20_000 },
    { ...TEN, pods: 1 },
  );
  // Ill at once, killed by its probe at 12 s, restarted at once; ill again and killed at 35 s: the new pod's first end.
  const { lines, engine } = story(model, 60_000, [0, 23_000]);
  t.same(
    lines.filter(([event]) => event === 'restarted' || event === 'waiting').map(([, atMs]) => atMs),
    [12_000, 35_000],
    'a second restart of the old one would have waited',
  );
  t.equal(engine.counts[COUNT.restarts], 2);
  t.equal(engine.restartsOf(0), 1);
  t.equal(engine.counts[COUNT.mostRestarts], 1);
});

t.test('caps are those of the chaos toolkit', async (t) => {
  const killed = (action: Action, pods = 10): number =>
    story(doing(action, undefined, { ...TEN, pods }), 6_000, []).engine.done[0]!.pods;
  t.equal(killed({ type: 'kill', amount: { percent: 100 } }), 5, 'half of them at most');
  t.equal(killed({ type: 'kill', amount: { percent: 100 }, maxPercent: 75 }), 7);
  t.equal(killed({ type: 'kill', amount: { percent: 100 }, maxPercent: 100 }), 9, 'but for the last one');
  t.equal(killed({ type: 'kill', amount: { percent: 100 }, maxPercent: 100, allowLastReady: true }), 10);
  t.equal(killed({ type: 'kill', amount: { percent: 1 } }), 1, 'rounded up');
  t.equal(killed({ type: 'kill', amount: { count: 3 } }), 3);
  t.equal(killed({ type: 'kill', amount: { count: 1 } }, 1), 0, 'the last ready one');
  t.equal(killed({ type: 'kill', amount: { count: 1 }, allowLastReady: true }, 1), 1);
});

t.test('again and again, and once a count has come so far', async (t) => {
  const kill = { type: 'kill', amount: { count: 1 } } as const;
  const every = story(doing(kill, { atMs: 2_000, everyMs: 3_000 }), 12_000, []).engine.done;
  t.same(
    every.map(({ atMs }) => atMs),
    [2_000, 5_000, 8_000, 11_000],
  );
  const infected = story(doing(kill, { count: 'infected', least: 3 }), 60_000).lines;
  const exposures = of(infected, 'exposed');
  t.equal(of(infected, 'deleted').length, 1, 'once');
  t.equal(of(infected, 'deleted')[0]![1], exposures[2]![1], 'when the third is infected');
  const slow = { ...TEN, machine: { ...INSTANT, startMs: [300, 300] } } as const;
  const ready = story(doing(kill, { count: 'ready', most: 9 }, slow), 60_000).lines;
  t.equal(of(ready, 'deleted')[0]![1], of(ready, 'unready')[0]![1]);
});

t.test('a Service that is closed takes no sneeze, until it opens again', async (t) => {
  const model = doing({ type: 'close-service', forMs: 1_000 }, { atMs: 10_100 });
  const { engine } = story({ ...model, pods: 1_000 }, 12_000);
  // At 10.0 before it, 10.6 in it, 11.2 and 11.8 after it.
  t.equal(engine.counts[COUNT.refused], 1);
  t.equal(engine.counts[COUNT.sneezes], 5);
  t.equal(engine.counts[COUNT.infections], 4);
  t.same(
    engine.done.map(({ atMs, isEnd }) => [atMs, isEnd]),
    [
      [10_100, false],
      [11_100, true],
    ],
  );
});

t.test('those who are cut off neither give nor take', async (t) => {
  const all = {
    type: 'disconnect',
    amount: { percent: 100 },
    maxPercent: 100,
    allowLastReady: true,
  } as const;
  const ended = story(
    doing({ ...all, forMs: 6_000 }, { atMs: 5_000 }, { ...TEN, pods: 1_000 }),
    12_000,
  ).engine;
  t.equal(ended.counts[COUNT.refused], 2, 'two sneezes fall into the six seconds');
  t.equal(ended.counts[COUNT.infections], 3);
  // Half of them: a sneeze of a healthy network meets one of those half the time.
  const half = { ...all, amount: { percent: 50 } } as const;
  let refused = 0;
  let sneezes = 0;
  for (let seed = 0; seed < 400; seed++) {
    const { engine } = story(doing(half, { atMs: 0 }, { ...TEN, pods: 1_000 }), 12_000, [1], seed);
    refused += engine.counts[COUNT.refused]!;
    sneezes += engine.counts[COUNT.sneezes]!;
  }
  // One from outside is refused in a half; where not, its target is connected and sneezes four times, refused in a half as well.
  const expected = 0.5 / (1 + 0.5 * 4) + (0.5 * 4 * 0.5) / (1 + 0.5 * 4);
  t.ok(Math.abs(refused / sneezes - expected) < 0.04, `${refused} of ${sneezes}, expected ${expected}`);
});

t.test('the end of one cut leaves another one of the pod that has taken the place', async (t) => {
  const cut = (atMs: number, forMs: number): Intervention => ({
    moment: { atMs },
    action: { type: 'disconnect', amount: { pods: [0] }, forMs },
  });
  const kill: Intervention = { moment: { atMs: 2_000 }, action: { type: 'kill', amount: { pods: [0] } } };
  const refusedAt = (atMs: number, ...interventions: readonly Intervention[]): boolean => {
    const { engine } = story({ ...TEN, pods: 1, interventions }, atMs, [atMs]);
    return engine.counts[COUNT.refused] === 1;
  };
  for (const [cuts, open] of [
    [[cut(1_000, 9_000), kill], [5_000]],
    [
      [cut(1_000, 9_000), kill, cut(4_000, 16_000)],
      [3_500, 20_500],
    ],
    [
      [cut(1_000, 9_000), cut(1_500, 12_000)],
      [500, 13_600],
    ],
  ] as const) {
    for (const atMs of open) t.notOk(refusedAt(atMs, ...cuts), `${atMs} ms`);
  }
  t.ok(refusedAt(9_500, cut(1_000, 9_000), kill, cut(4_000, 16_000)));
  t.ok(refusedAt(11_000, cut(1_000, 9_000), kill, cut(4_000, 16_000)), 'after the end of the first');
  t.ok(refusedAt(11_000, cut(1_000, 9_000), cut(1_500, 12_000)));
});

t.test('sneezes that get lost, and those that take their time', async (t) => {
  let refused = 0;
  for (let seed = 0; seed < 1_000; seed++) {
    const model = doing({ type: 'loss', share: 0.3 }, { atMs: 0 }, { ...TEN, pods: 1_000 });
    refused += story(model, 1_000, [1], seed).engine.counts[COUNT.refused]!;
  }
  // 4 standard deviations of 1,000 draws.
  t.ok(Math.abs(refused - 300) < 4 * Math.sqrt(1_000 * 0.3 * 0.7), `${refused} of 1000`);

  const late = doing(
    { type: 'delay', delayMs: [250, 250], forMs: 8_000 },
    { atMs: 3_000 },
    { ...TEN, pods: 1_000 },
  );
  t.same(
    of(story(late, 12_000).lines, 'exposed').map(([, atMs, , other]) => [atMs, other < 0]),
    [
      [0, true],
      [10_250, false],
      [10_850, false],
      [11_200, false],
      [11_800, false],
    ],
    'the last two after its end',
  );
  const outside = story(late, 12_000, [4_000]);
  t.equal(of(outside.lines, 'exposed')[0]![1], 4_250);
});

t.test('as long as a sneeze from outside is under way nothing is over', async (t) => {
  const model = doing({ type: 'delay', delayMs: [5_000, 5_000] }, { atMs: 0 });
  const { engine } = story(model, 1, []);
  engine.introduce();
  t.equal(engine.run(4_000), true);
  t.equal(engine.run(6_000), true);
  t.equal(engine.infected, 1);
});

t.test('who has ended does not finish its sneeze', async (t) => {
  // Sneezes at 10.0 to 11.8 s and ends at 12.0 s: of those that take 300 ms the last one is lost.
  const model = doing({ type: 'delay', delayMs: [300, 300] }, { atMs: 3_000 }, { ...TEN, pods: 1_000 });
  const { lines, engine } = story(model, 15_000);
  t.equal(of(lines, 'exposed').length, 1 + 3);
  t.equal(engine.counts[COUNT.refused], 1);
});

t.test('scaled up and down', async (t) => {
  const up = story(doing({ type: 'scale', pods: 15 }), 9_000, []);
  t.equal(up.engine.counts[COUNT.ready], 15);
  t.equal(up.engine.listed, 15);
  t.same(
    of(up.lines, 'created').map(([, atMs, pod]) => [atMs, pod]),
    [10, 11, 12, 13, 14].map((pod) => [5_000, pod]),
  );
  const down = story(doing({ type: 'scale', pods: 4 }), 9_000, []);
  t.equal(down.engine.counts[COUNT.ready], 4);
  t.equal(down.engine.listed, 4);
  t.equal(of(down.lines, 'created').length, 0);
  const none = story(doing({ type: 'scale', pods: 0 }), 60_000);
  t.equal(none.engine.listed, 0);
  t.equal(none.engine.infected, 0);
});

t.test('scaled to as many, whether a starter is there still or has left', async (t) => {
  for (const starterUntilMs of [2_000, 8_000]) {
    for (const pods of [4, 10, 15]) {
      const model = { ...doing({ type: 'scale', pods }), starterUntilMs, immune: 3, learnsImmunity: true };
      const { engine } = story(model, 60_000);
      t.equal(engine.counts[COUNT.ready], pods, `${pods}, with a starter until ${starterUntilMs} ms`);
      t.equal(engine.listed, pods + 3);
    }
  }
});

t.test('scaled down: who is not ready goes first, then who has restarted most', async (t) => {
  const model = doing({ type: 'scale', pods: 2 }, { atMs: 14_000 }, { ...TEN, pods: 3 });
  for (let seed = 1; seed <= 20; seed++) {
    const { lines } = story(model, 14_500, [0], seed);
    const restarted = of(lines, 'restarted').map(([, , pod]) => pod);
    const notReady = of(lines, 'unready').filter(
      ([, atMs, pod]) =>
        !lines.some(([event, later, other]) => event === 'ready' && other === pod && later >= atMs),
    );
    const [gone] = of(lines, 'deleted');
    const first = notReady.find(([, atMs]) => atMs < 14_000)?.[2];
    if (first === undefined) t.ok(restarted.includes(gone![2]), `seed ${seed}`);
    else t.equal(gone![2], first, `seed ${seed}`);
  }
});

t.test('no number of pods is lost, whatever is done', async (t) => {
  const interventions: readonly Intervention[] = [
    { moment: { atMs: 1_000, everyMs: 7_000 }, action: { type: 'kill', amount: { percent: 20 } } },
    { moment: { atMs: 9_000 }, action: { type: 'disconnect', amount: { percent: 30 }, forMs: 20_000 } },
    { moment: { atMs: 12_000 }, action: { type: 'delay', delayMs: [0, 400] } },
    { moment: { count: 'restarts', least: 40 }, action: { type: 'scale', pods: 130 } },
    { moment: { count: 'restarts', least: 80 }, action: { type: 'scale', pods: 30 } },
    { moment: { atMs: 60_000 }, action: { type: 'loss', share: 0.4, forMs: 30_000 } },
    { moment: { atMs: 70_000 }, action: { type: 'close-service', forMs: 5_000 } },
  ];
  for (const death of ['restart', 'replace', 'exit'] as const) {
    for (const machine of [SLOW, INSTANT]) {
      const model: Model = { ...ORIGINAL, pods: 60, death, machine, interventions };
      for (let seed = 0; seed < 5; seed++) {
        const { engine, lines } = story(model, 200_000, [0, 500, 1_000], seed);
        const { counts } = engine;
        const phases = ['susceptible', 'incubating', 'symptomatic', 'starting', 'waiting'] as const;
        const present = phases.reduce((sum, phase) => sum + counts[PLACE_OF[phase]]!, 0);
        t.equal(present + counts[COUNT.gone]!, 130);
        t.ok(phases.every((phase) => counts[PLACE_OF[phase]]! >= 0));
        const { length: deleted } = of(lines, 'deleted');
        const { length: created } = of(lines, 'created');
        t.equal(present, 60 + created - deleted);
        const { length: ready } = of(lines, 'ready');
        const { length: unready } = of(lines, 'unready');
        t.equal(counts[COUNT.ready], 60 + ready - unready);
        t.equal(story(model, 200_000, [0, 500, 1_000], seed).engine.digest(), engine.digest(), 'again');
      }
    }
  }
});
