import t from 'tap';
import { PairTable } from '../../../page/panels/pair-table.ts';

t.test('pairs are numbered as they are first met, as a Map would', async (t) => {
  for (const room of [0, 1, 100_000]) {
    const table = new PairTable(room);
    const known = new Map<string, number>();
    let state = 1;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647);
    let wrong = 0;
    for (let met = 0; met < 50_000; met++) {
      const [one, other] = [random() % 300, random() % 65_535];
      const key = `${one}-${other}`;
      if (!known.has(key)) known.set(key, known.size);
      if (table.numberOf(one, other) !== known.get(key)) wrong++;
    }
    t.equal(wrong, 0, `with room for ${room}`);
    t.equal(table.length, known.size);
  }
});

t.test('the least and the greatest pair', async (t) => {
  const table = new PairTable(4);
  t.equal(table.numberOf(0, 0), 0);
  t.equal(table.numberOf(65_534, 65_534), 1);
  t.equal(table.numberOf(0, 65_534), 2);
  t.equal(table.numberOf(0, 0), 0);
  t.equal(table.length, 3);
});
