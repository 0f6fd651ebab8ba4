import t from 'tap';
import { Storyteller } from '../../src/stories/storyteller.ts';
import { ORIGINAL } from '../engine/models.ts';

t.test('several strains: all cases are of one, and each may die out before the others', async (t) => {
  const storyteller = new Storyteller({ ...ORIGINAL, pods: 200 });
  const outbreak = { sneezes: 2, intervalMs: 500, strains: 3 };
  let winners = 0;
  for (let seed = 0; seed < 30; seed++) {
    const { infections, strains = [], extinctAtMs } = storyteller.tell(seed, outbreak, 3_600_000);
    t.equal(strains.length, 3);
    t.equal(
      strains.reduce((sum, { cases }) => sum + cases, 0),
      infections,
    );
    t.ok(strains.every(({ infected }) => infected === 0));
    t.equal(Math.max(...strains.map((strain) => strain.extinctAtMs ?? 0)), extinctAtMs);
    if (new Set(strains.map((strain) => strain.extinctAtMs)).size > 1) winners++;
  }
  t.ok(winners > 20);
  t.equal(storyteller.tell(1, { sneezes: 1, intervalMs: 0 }, 1_000).strains, undefined);
});

t.test('none is favoured', async (t) => {
  const storyteller = new Storyteller({ ...ORIGINAL, pods: 100 });
  const cases = [0, 0];
  for (let seed = 0; seed < 300; seed++) {
    const { strains = [] } = storyteller.tell(seed, { sneezes: 1, intervalMs: 0, strains: 2 }, 600_000);
    strains.forEach((strain, index) => (cases[index]! += strain.cases));
  }
  const share = cases[0]! / (cases[0]! + cases[1]!);
  t.ok(share > 0.44 && share < 0.56, `${share}`);
});
