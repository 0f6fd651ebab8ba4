import t from 'tap';
import { createModel } from '../../../src/settings/create-model.ts';
import type { SimulationSettings } from '../../../src/settings/settings.ts';

const RIGHT = { moment: { atMs: 1 }, action: { type: 'kill', amount: { count: 1 } } } as const;

function refusal(interventions: unknown): string {
  try {
    createModel({ pods: 2, interventions } as SimulationSettings);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

t.test('what is right is taken as it is', async (t) => {
  const interventions = [
    RIGHT,
    { moment: { count: 'ready', most: 1 }, action: { type: 'scale', pods: 0 } },
    {
      moment: { atMs: 0, everyMs: 1_000 },
      action: { type: 'disconnect', amount: { percent: 100 }, forMs: 1 },
    },
    { moment: { count: 'restarts', least: 1 }, action: { type: 'delay', delayMs: [0, 5] } },
    { moment: { atMs: 0 }, action: { type: 'loss', share: 1 } },
    { moment: { atMs: 0 }, action: { type: 'close-service' } },
  ] as const;
  t.same(createModel({ pods: 2, interventions }).interventions, interventions);
  t.notOk('interventions' in createModel({ pods: 2, interventions: [] }));
});

t.test('what is wrong is named by its place', async (t) => {
  const wrong: readonly (readonly [unknown, string])[] = [
    [{}, 'interventions: expected a list, got {}'],
    [
      Array.from({ length: 1_001 }, () => RIGHT),
      'interventions: expected a list of at most 1000 interventions, got [{',
    ],
    [
      [0],
      'interventions[0].moment: expected {"atMs": 60000} or {"count": "infected", "least": 10}, got undefined',
    ],
    [[{ ...RIGHT, x: 1 }], 'interventions[0]: expected moment and action alone, got '],
    [
      [RIGHT, { ...RIGHT, action: { type: 'x' } }],
      'interventions[1].action.type: expected kill or disconnect or ',
    ],
    [
      [{ ...RIGHT, moment: { atMs: -1 } }],
      'interventions[0].moment.atMs: expected whole milliseconds from 0 to ',
    ],
    [
      [{ ...RIGHT, moment: { atMs: 1, everyMs: 999 } }],
      'interventions[0].moment.everyMs: expected whole milliseconds from 1000 ',
    ],
    [
      [{ ...RIGHT, moment: { count: 'x', least: 1 } }],
      'interventions[0].moment.count: expected infected or ',
    ],
    [
      [{ ...RIGHT, moment: { count: 'ready' } }],
      'interventions[0].moment.least: expected a whole number from 0 ',
    ],
    [
      [{ ...RIGHT, moment: { count: 'ready', most: 1, least: 1 } }],
      'interventions[0].moment: expected no other field than count, most, got "least"',
    ],
    [
      [{ ...RIGHT, action: { type: 'kill', amount: { count: 0 } } }],
      'interventions[0].action.amount: expected {"count": ',
    ],
    [
      [{ ...RIGHT, action: { type: 'kill', amount: { count: 1, percent: 1 } } }],
      'interventions[0].action.amount: expected ',
    ],
    ...[[1, 1], [-1], [1.5], 'x'].map((pods): [unknown, string] => [
      [{ ...RIGHT, action: { type: 'kill', amount: { pods } } }],
      'interventions[0].action.amount: expected ',
    ]),
    [
      [{ ...RIGHT, action: { ...RIGHT.action, maxPercent: 101 } }],
      'interventions[0].action.maxPercent: expected a number above 0, up to 100, got 101',
    ],
    [
      [{ ...RIGHT, action: { ...RIGHT.action, forMs: 1 } }],
      'interventions[0].action: expected no other field than amount, maxPercent, allowLastReady, got "forMs"',
    ],
    [
      [{ ...RIGHT, action: { type: 'delay', delayMs: [2, 1] } }],
      'interventions[0].action.delayMs: expected the least and the most',
    ],
    [
      [{ ...RIGHT, action: { type: 'loss', share: 1.1 } }],
      'interventions[0].action.share: expected a number from 0 to 1, got 1.1',
    ],
    [
      [{ ...RIGHT, action: { type: 'scale', pods: 1e9 } }],
      'interventions[0].action.pods: expected a whole number from 0 to 10000000, got 1000000000',
    ],
  ];
  for (const [interventions, expected] of wrong) {
    const message = refusal(interventions);
    t.ok(message.startsWith(expected), message);
  }
});

t.test('nodes', async (t) => {
  t.same(createModel({ pods: 1, nodes: 3, nodeCores: 0.5 }).nodes, {
    count: 3,
    capacity: 110,
    cores: 0.5,
    startWorkMs: 300,
  });
  t.throws(() => createModel({ pods: 1, nodePods: 3 }), {
    code: 'SIMULATOR_SETTING',
    message: 'nodePods: expected nodes beside it, as it is about them, got 3',
  });
  t.throws(() => createModel({ pods: 1, nodes: 1, nodeCores: 0 }), { code: 'SIMULATOR_SETTING' });
});
