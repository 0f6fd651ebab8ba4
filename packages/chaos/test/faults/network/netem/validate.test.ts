import fc from 'fast-check';
import t from 'tap';
import { ChaosError } from '../../../../src/errors.ts';
import { validateNetem } from '../../../../src/faults/network/netem/validate.ts';
import { anyNetem } from '../testing/netem-arbitrary.ts';

t.test('refuses, and says what it expected', async (t) => {
  const delay = { timeUs: 1_000 };
  for (const [spec, message] of [
    [undefined, 'netem: expected an object with limit'],
    [[], 'netem: expected an object with limit'],
    [{}, 'netem: expected at least one of delay'],
    [{ limit: 5 }, 'netem: expected at least one of delay'],
    [{ delay, jitter: 5 }, 'netem: expected to have only limit'],
    [{ delay: { timeUs: 5, jitter: 5 } }, 'netem.delay: expected to have only timeUs'],
    [{ delay: { timeUs: '5' } }, 'netem.delay.timeUs: expected a whole number from 0 to 274000000, got "5"'],
    [{ delay: { timeUs: 1.5 } }, 'netem.delay.timeUs: expected a whole number'],
    [{ delay: { timeUs: 274_000_001 } }, 'netem.delay.timeUs: expected a whole number'],
    [
      { delay: { timeUs: 5, jitterUs: 2_147_484 } },
      'netem.delay.jitterUs: expected a whole number from 0 to 2147483',
    ],
    [
      { slot: { distribution: 'normal', delayUs: 5, jitterUs: 2_147_484 } },
      'netem.slot.jitterUs: expected a whole number from 1 to 2147483',
    ],
    [{ delay: { timeUs: 5, correlation: 5 } }, 'netem.delay.correlation: expected jitterUs with it'],
    [{ delay: { timeUs: 5, distribution: 'uniform' } }, 'expected timeUs and jitterUs above 0 with it'],
    [{ delay, limit: 0 }, 'netem.limit: expected a whole number from 1 to 1000000, got 0'],
    [{ loss: { model: 'random', percent: Number.NaN } }, 'netem.loss.percent: expected a number'],
    [{ loss: { model: 'random', percent: 1e-9 } }, 'netem.loss.percent: expected 0 or at least 1e-7'],
    [{ loss: { model: 'random', percent: 0, ecn: true } }, 'netem.loss.ecn: expected percent above 0'],
    [{ loss: { model: 'random', percent: 5, p13: 5 } }, 'netem.loss: expected to have only model, percent'],
    [{ loss: { model: 'state', p13: 5, p32: 5 } }, 'netem.loss.p32: expected p31 with it'],
    [{ loss: { model: 'gemodel', p: 5, oneMinusH: 5 } }, 'netem.loss.oneMinusH: expected r with it'],
    [{ loss: { model: 'gemodel', p: 5, ecn: 1 } }, 'netem.loss.ecn: expected true or false, got 1'],
    [{ reorder: { percent: 5 } }, 'netem.reorder: expected a delay above 0 too'],
    [{ reorder: { percent: 5 }, delay: { timeUs: 0, jitterUs: 5 } }, 'netem.reorder: expected a delay'],
    [{ delay, reorder: { percent: 0, gap: 5 } }, 'netem.reorder.gap: expected percent above 0'],
    [{ rate: { bitsPerSecond: 7 } }, 'netem.rate.bitsPerSecond: expected a whole number from 8'],
    [{ rate: { bitsPerSecond: 8, cellSize: 5 } }, 'netem.rate.cellSize: expected packetOverhead with it'],
    [
      { rate: { bitsPerSecond: 8, packetOverhead: 0, cellSize: 48, cellOverhead: -48 } },
      'netem.rate.cellOverhead: expected a whole number from -47',
    ],
    [{ slot: { minUs: 0 } }, 'netem.slot.minUs: expected a whole number from 1'],
    [{ slot: { minUs: 0, maxUs: 0 } }, 'netem.slot.maxUs: expected a whole number from 1'],
    [{ slot: { minUs: 5, jitterUs: 5 } }, 'netem.slot: expected to have only minUs, maxUs'],
    [{ slot: { distribution: 'uniform', delayUs: 5, jitterUs: 6 } }, 'netem.slot.jitterUs'],
    [{ slot: { minUs: 5, packets: 0 } }, 'netem.slot.packets: expected a whole number from 1'],
  ] as const)
    t.throws(() => validateNetem(spec), { code: 'CHAOS_USAGE', message }, JSON.stringify(spec));
});

t.test('whatever it is given, it gives back a spec or a ChaosError of one line', async (t) => {
  fc.assert(
    fc.property(
      fc.oneof(fc.jsonValue(), anyNetem, fc.record({ delay: fc.jsonValue(), slot: fc.jsonValue() })),
      (value) => {
        try {
          return Object.keys(validateNetem(value)).length > 0;
        } catch (error) {
          return error instanceof ChaosError && error.code === 'CHAOS_USAGE' && !error.message.includes('\n');
        }
      },
    ),
  );
  t.pass();
});
