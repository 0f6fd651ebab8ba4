import t from 'tap';
import { ONE_SNEEZE } from '../../src/engine/outbreak.ts';
import { runSeed } from '../../src/ensembles/run-seed.ts';
import { addTallies } from '../../src/repetitions/tally.ts';
import { tellBlock, tellWholeBlock } from '../../src/repetitions/tell-block.ts';
import { Storyteller } from '../../src/stories/storyteller.ts';
import { ORIGINAL } from '../engine/models.ts';

const REPETITION = { model: ORIGINAL, outbreak: ONE_SNEEZE, untilMs: 200_000, seed: 5 };

t.test('runs are numbered from 1, and each can be told again by the seed it names', async (t) => {
  const { runs } = tellWholeBlock(REPETITION, { from: 3, to: 6 });
  t.same(
    runs.map(({ run }) => run),
    [4, 5, 6],
  );
  for (const { run, generations, ...told } of runs) {
    t.equal(told.seed, runSeed(5, run - 1));
    const story = new Storyteller(ORIGINAL).tell(told.seed, ONE_SNEEZE, 200_000);
    t.match(story, told);
    t.equal(story.generations.length, generations);
  }
});

t.test('in one block or in two, with series or without', async (t) => {
  const all = tellWholeBlock(REPETITION, { from: 0, to: 7 });
  const parts = [
    tellWholeBlock({ ...REPETITION, stepMs: 7_000 }, { from: 0, to: 3 }),
    tellWholeBlock(REPETITION, { from: 3, to: 7 }),
  ];
  t.same(
    parts.flatMap(({ runs }) => runs),
    all.runs,
  );
  t.same(addTallies(parts[1]!.tally, parts[0]!.tally), all.tally);
  t.same([parts[0]!.series.length, parts[1]!.series.length], [3, 0]);
  for (const [index, { columns }] of parts[0]!.series.entries()) {
    t.equal(columns.restarts.at(-1), all.runs[index]?.restarts);
  }
});

t.test('it stops on its way, and says how far it is', async (t) => {
  const large = { ...REPETITION, model: { ...ORIGINAL, pods: 100_000 } };
  const shares = [...tellBlock(large, { from: 0, to: 2 })];
  t.ok(shares.length > 20);
  t.same(
    shares,
    shares.toSorted((one, other) => one - other),
  );
  t.equal(shares.at(-1), 1);
});
