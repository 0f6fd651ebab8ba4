import t from 'tap';
import { MAX_NEXUS_CASES } from '../../src/formats/limits.ts';
import { nexus } from '../../src/formats/nexus.ts';
import { chain, FOUR, recordRun } from '../cases/infections.ts';
import { ORIGINAL } from '../engine/models.ts';
import { arcs, arcsOf, distances, readNested, textOf } from './text.ts';

t.test('four cases, by hand', async (t) => {
  t.equal(
    textOf(nexus(FOUR)),
    `#NEXUS
BEGIN TAXA;
  DIMENSIONS NTAX=2;
  TAXLABELS
    c2
    c3
  ;
END;
BEGIN TREES;
  TREE contagion = [&R] ((c3[&pod=7,life=1,generation=3,infected=20.1]:10.099)\
c1[&pod=3,life=0,generation=2,infected=10.001,symptomatic=20.001,ended=22.5]:10.001,\
c2[&pod=5,life=0,generation=2,infected=10.601,symptomatic=20.601]:10.601)\
c0[&pod=7,life=0,generation=1,infected=0,symptomatic=10,ended=12.75]:0;
END;
`,
  );
});

t.test('a real run, and none', async (t) => {
  const { cases } = recordRun(ORIGINAL, 2);
  const text = textOf(nexus(cases));
  const root = readNested(/\[&R\] (.*;)/.exec(text)?.[1] ?? '');
  t.same(arcs(root), arcsOf(cases));
  t.equal(distances(root).size, cases.size);
  const { pod, endedAtMs = NaN } = cases.get(0)!;
  const ended = endedAtMs / 1000;
  t.equal(root.note, `[&pod=${pod},life=0,generation=1,infected=0,symptomatic=10,ended=${ended}]`);
  t.equal(textOf(nexus(new Set())), '#NEXUS\n');
});

t.test('a long chain, and too many', async (t) => {
  t.match(textOf(nexus(chain(50_000))), 'NTAX=1;');
  t.throws(() => nexus(Object.assign([], { size: MAX_NEXUS_CASES + 1 })), {
    code: 'SIMULATOR_TOO_MANY_CASES',
  });
});
