import t from 'tap';
import { hash, scale, Sequence, unit } from '../../src/engine/random.ts';

t.test('xoshiro128++ as its authors wrote it', async (t) => {
  // The reference in C (prng.di.unimi.it/xoshiro128plusplus.c), worked in whole numbers of any size.
  const mask = 0xffff_ffffn;
  const rotate = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (32n - by))) & mask;
  const state = [1n, 2n, 3n, 4n] as [bigint, bigint, bigint, bigint];
  const reference = (): number => {
    const result = (rotate((state[0] + state[3]) & mask, 7n) + state[0]) & mask;
    const shifted = (state[1] << 9n) & mask;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate(state[3], 11n);
    return Number(result);
  };
  const ours = Sequence.from(Int32Array.of(1, 2, 3, 4));
  for (let round = 0; round < 1_000; round++) {
    const [got, expected] = [ours.next(), reference()];
    if (got !== expected) t.equal(got, expected, `round ${round}`);
  }
  t.pass('the same for 1,000 numbers');
});

t.test('below: each number equally likely, also where the span does not divide 2^32', async (t) => {
  const sequence = new Sequence(7);
  for (const span of [1, 2, 3, 50, 1_000]) {
    const counts = new Float64Array(span);
    const draws = 2_000 * span;
    for (let draw = 0; draw < draws; draw++) counts[sequence.below(span)]!++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 2_000) ** 2 / 2_000, 0);
    // Five standard deviations above what is expected of it.
    t.ok(chiSquare < span - 1 + 5 * Math.sqrt(2 * span), `${span}: chi-square ${chiSquare}`);
  }
  // A span that would favour the lower numbers by a third, if nothing were drawn again.
  const span = 3 * 2 ** 30;
  let low = 0;
  for (let draw = 0; draw < 30_000; draw++) if (sequence.below(span) < 2 ** 30) low++;
  t.ok(Math.abs(low - 10_000) < 410, `${low} of 30,000 in the lowest third`);
});

t.test('a hash is another one for each stream, pod, life and seed, and evenly spread', async (t) => {
  const seen = new Set<number>();
  for (let stream = 0; stream < 10; stream++)
    for (let pod = 0; pod < 100; pod++)
      for (let life = 0; life < 10; life++) seen.add(hash(1, stream, pod, life));
  t.ok(seen.size > 9_990, `${seen.size} different of 10,000`);
  t.not(hash(1, 2, 3, 4), hash(2, 2, 3, 4));
  const halves = Array.from({ length: 20_000 }, (_, pod) => scale(hash(5, 1, pod, 0), 2));
  const ones = halves.reduce((sum, bit) => sum + bit, 0);
  t.ok(Math.abs(ones - 10_000) < 360, `${ones} of 20,000`);
  for (const span of [1, 2, 3, 801, 1_000, 2 ** 15 - 1, 2 ** 15, 2 ** 15 + 1, 2 ** 21]) {
    const edges = [0, 1, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_0000, 0xffff_ffff];
    const all = [...edges, ...Array.from({ length: 2_000 }, (_, pod) => hash(6, 2, pod, 0))];
    const exactly = all.map((bits) => Number((BigInt(bits) * BigInt(span)) >> 32n));
    t.same(
      all.map((bits) => scale(bits, span)),
      exactly,
      `${span}`,
    );
    t.same(
      all.map((bits) => scale(bits | 0, span)),
      exactly,
      `${span}, of bits with a sign`,
    );
  }
  t.equal(scale(0xffff_ffff, 1_000), 999);
  t.equal(scale(0, 1_000), 0);
  t.ok(unit(0xffff_ffff) < 1);
});
