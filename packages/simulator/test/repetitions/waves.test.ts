import t from 'tap';
import { cohortAt, cohortFromMs, waveAt, wavesOf } from '../../src/repetitions/waves.ts';
import { INSTANT, ORIGINAL } from '../engine/models.ts';

const MODEL = { ...ORIGINAL, machine: INSTANT };

t.test('a generation by hand, and how long there is growth', async (t) => {
  // 2.5 s with symptoms on average: 4 sneezes where the probe comes in the first 0.4 of its second, else 5. 10 s + 3.6 x 0.3 s.
  t.same(wavesOf(MODEL, 1), { waveMs: 11_080, growing: 2 });
  // R0 = 4.6: a quarter of a million after ln(250,000) / ln(4.6) = 8.1 generations.
  t.equal(wavesOf({ ...MODEL, pods: 1_000_000 }, 1).growing, 9);
  t.equal(wavesOf({ ...MODEL, pods: 1 }, 1).growing, 2, 'none at all');
});

t.test('a wave has its generation in the middle, and cohorts are each twice as long', async (t) => {
  const waves = { waveMs: 1_000, growing: 3 };
  t.same(
    [0, 499, 500, 1_499, 1_500].map((atMs) => waveAt(waves, atMs)),
    [0, 0, 1, 1, 2],
  );
  const begins = [0, 1, 2, 3, 4].map((cohort) => cohortFromMs(waves, cohort));
  t.same(begins, [0, 500, 1_500, 3_500, 7_500]);
  for (const [cohort, fromMs] of begins.entries()) {
    t.equal(cohortAt(waves, fromMs), cohort);
    if (fromMs > 0) t.equal(cohortAt(waves, fromMs - 1), cohort - 1);
  }
});
