import t from 'tap';
import { parseDurationMs } from '@pod-contagion/notations';
import type { Intervention } from '../../../src/engine/intervention.ts';
import { parseIntervention } from '../../../src/settings/interventions/parse-intervention.ts';

function parse(text: string): Intervention {
  return parseIntervention(text, parseDurationMs);
}

t.test('what can be said', async (t) => {
  const said: readonly (readonly [string, Intervention])[] = [
    ['kill 50% at 60s', { moment: { atMs: 60_000 }, action: { type: 'kill', amount: { percent: 50 } } }],
    [
      'kill 1 every 30s',
      { moment: { atMs: 30_000, everyMs: 30_000 }, action: { type: 'kill', amount: { count: 1 } } },
    ],
    [
      '  kill 2  every 30s at 1m max-percent 100% allow-last-ready ',
      {
        moment: { atMs: 60_000, everyMs: 30_000 },
        action: { type: 'kill', amount: { count: 2 }, maxPercent: 100, allowLastReady: true },
      },
    ],
    [
      'disconnect 20% for 1m when infected>=10',
      {
        moment: { count: 'infected', least: 10 },
        action: { type: 'disconnect', amount: { percent: 20 }, forMs: 60_000 },
      },
    ],
    ['delay 100ms..300ms at 0', { moment: { atMs: 0 }, action: { type: 'delay', delayMs: [100, 300] } }],
    ['delay 1s at 0', { moment: { atMs: 0 }, action: { type: 'delay', delayMs: [1_000, 1_000] } }],
    ['loss 12.5% at 30s', { moment: { atMs: 30_000 }, action: { type: 'loss', share: 0.125 } }],
    [
      'scale 100 when ready<=5',
      { moment: { count: 'ready', most: 5 }, action: { type: 'scale', pods: 100 } },
    ],
    [
      'close-service at 2m for 30s',
      { moment: { atMs: 120_000 }, action: { type: 'close-service', forMs: 30_000 } },
    ],
  ];
  for (const [text, intervention] of said) t.same(parse(text), intervention, text);
});

t.test('what can not, and what is expected instead', async (t) => {
  const wrong: readonly (readonly [string, string])[] = [
    ['', 'one of kill, disconnect, delay, loss, scale, close-service, as in kill 50% at 60s'],
    ['murder 1 at 1s', 'one of kill, '],
    ['kill at 60s', 'a whole number or a percentage behind kill'],
    ['kill 1.5 at 60s', 'a whole number or a percentage behind kill'],
    ['kill x% at 60s', 'a percentage behind kill, above 0 and up to 100, as 10%'],
    ['kill 0% at 60s', 'a percentage behind kill, above 0'],
    ['kill 0 at 60s', 'a whole number or a percentage behind kill'],
    ['loss 101% at 60s', 'a percentage behind loss, above 0'],
    ['kill 1 every 999ms', 'every 1000 ms at most'],
    ['kill 1', 'when it is done: at 60s, every 30s or when infected>=10'],
    ['kill 1 at soon', 'a duration such as 500ms, 10s or 2m for "soon"'],
    ['kill 1 at', 'a duration such as 500ms, 10s or 2m for ""'],
    ['kill 1 at 1s at 2s', 'at once'],
    ['kill 1 at 1s when ready<=1', 'either when or a time, not both'],
    [
      'kill 1 when dead>=1',
      'when with a count of infected, symptomatic, waiting, ready, infections, restarts',
    ],
    ['kill 1 when ready<1', 'when with a count of '],
    [
      'kill 1 for 1m at 1s',
      'at, when, every, max-percent, allow-last-ready behind kill, as in kill 50% at 60s',
    ],
    ['scale 50% at 1s', 'a whole number behind scale'],
    ['delay 1s..x at 1s', 'a duration such as 500ms, 10s or 2m for "x"'],
  ];
  for (const [text, expected] of wrong) {
    t.throws(() => parse(text), { code: 'SIMULATOR_INTERVENTION' }, text);
    try {
      parse(text);
    } catch (error) {
      t.ok((error as Error).message.startsWith(`--intervene expects ${expected}`), (error as Error).message);
      t.ok((error as Error).message.endsWith(`, got ${JSON.stringify(text)}`), text);
    }
  }
});
