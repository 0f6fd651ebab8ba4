import { kubeletRules } from '@pod-contagion/lifecycle';
import t from 'tap';
import { backOffAfter } from '../../src/observing/back-off-after.ts';

const RULES = kubeletRules('1.36');

t.test('nobody has ended', async (t) => {
  t.strictSame(backOffAfter([], 5_000, RULES), { rung: 0, rungSinceMs: 0, lastEndMs: undefined });
});

t.test('the first end is followed by no back-off, each further one by a longer one', async (t) => {
  // Killed by its probe: the first time there is no end before to reckon from.
  t.strictSame(backOffAfter([1_000], 5_000, RULES), { rung: 0, rungSinceMs: 0, lastEndMs: 4_000 });
  t.strictSame(backOffAfter([1_000, 20_000], 25_000, RULES), {
    rung: 1,
    rungSinceMs: 5_000,
    lastEndMs: 5_000,
  });
  // 10 s after 20 s: 35 s is reckoned from 20 s, longer ago than that.
  t.strictSame(backOffAfter([1_000, 20_000, 35_000], 36_000, RULES), {
    rung: 2,
    rungSinceMs: 1_000,
    lastEndMs: 1_000,
  });
});

t.test('who waits is still on the back-off before', async (t) => {
  // Within 20 s of the end before it waits until 20 s after its own.
  const ends = [1_000, 20_000, 35_000, 45_000];
  t.strictSame(backOffAfter(ends, 50_000, RULES), { rung: 2, rungSinceMs: 15_000, lastEndMs: 5_000 });
  t.strictSame(backOffAfter(ends, 66_000, RULES), { rung: 3, rungSinceMs: 1_000, lastEndMs: 21_000 });
});

t.test('it grows up to the longest, however far apart ends are that probes bring about', async (t) => {
  const { rung } = backOffAfter([1_000, 20_000, 35_000, 2_000_000, 4_000_000], 4_000_100, RULES);
  t.equal(rung, 4, 'what is compared is the end before with the restart after it');
  const many = Array.from({ length: 40 }, (_, index) => index * 310_000);
  t.equal(backOffAfter(many, 40 * 310_000, RULES).rung, 6, '10, 20, 40, 80, 160, 300');
  t.equal(backOffAfter(many, 40 * 310_000, kubeletRules('1.36', { restartAllContainers: true })).rung, 0);
});
