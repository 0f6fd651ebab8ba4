import t from 'tap';
import { judgeBurn } from '../../../src/faults/resources/burn-effect.ts';
import type { BurnFaultSpec } from '../../../src/faults/resources/spec.ts';

const BURN: BurnFaultSpec = { kind: 'burn', cores: 2, percent: 50 };
const account = (usedMs: number, waitedMs = 0) => ({ usedMs, waitedMs, lastedMs: 1_000 });

t.test('within five points of each core it has hit', async (t) => {
  t.same(judgeBurn(BURN, [account(480), account(540)], 0), {
    hits: 2,
    unit: 'cores',
    level: { asked: 50, reached: 51, unit: 'percent of each core' },
  });
});

t.test('one core that is farther away makes it miss, and it is said why', async (t) => {
  const missed = judgeBurn({ ...BURN, limitCores: 0.5 }, [account(500), account(300, 690)], 12);
  t.match(missed, { hits: 0, level: { reached: 40 } });
  t.equal(
    missed.note,
    "the CPU quota stopped it in 12 periods; it waited 34.5 % of the time for a processor: the pod's limit is 0.5 cores by its spec",
  );
  t.match(judgeBurn(BURN, [account(300, 600), account(300, 600)], 0).note, /which others on the node had/);
});

t.test('too much is a miss as well, and nothing measured is nothing', async (t) => {
  t.equal(judgeBurn(BURN, [account(500), account(560)], 0).hits, 0);
  t.match(judgeBurn(BURN, [{ usedMs: 0, waitedMs: 0, lastedMs: 0 }], 0), { hits: 0, level: { reached: 0 } });
});
