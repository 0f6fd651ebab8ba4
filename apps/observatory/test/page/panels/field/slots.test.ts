import { CODE, PodTable } from '@pod-contagion/observatory';
import fc from 'fast-check';
import t from 'tap';
import { EMPTY, Slots } from '../../../../page/panels/field/slots.ts';

function podsOn(nodes: readonly string[]): PodTable {
  const pods = new PodTable();
  nodes.forEach((node, row) => pods.add([row, `uid-${row}`, `pod-${row}`, node, 'generic']));
  return pods;
}

t.test('a replacement stands where the one before it stood', async (t) => {
  const pods = podsOn(['a', 'a', 'a', 'a', 'b']);
  const slots = new Slots();
  slots.follow(pods, new Uint8Array(5).fill(CODE.susceptible), 'node');
  t.same(
    slots.groups.map(({ name, rows }) => [name, rows.length]),
    [
      ['a', 4],
      ['b', 1],
    ],
  );
  const before = slots.version;
  pods.add([5, 'uid-5', 'pod-5', 'a', 'generic']);
  const now = new Uint8Array(6).fill(CODE.susceptible);
  now[1] = CODE.gone;
  slots.follow(pods, now, 'node');
  t.equal(slots.placeOf(1), undefined);
  t.same(slots.placeOf(5), [0, 1]);
  t.equal(slots.version, before, 'and nothing else moves');
});

t.test('whoever is there has one place, and nobody else has it', async (t) => {
  const conditions = fc.array(fc.constantFrom(CODE.susceptible, CODE.gone), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(conditions, { maxLength: 12 }), (moments) => {
      const pods = podsOn(Array.from({ length: 12 }, (_, row) => `node-${row % 3}`));
      const slots = new Slots();
      for (const moment of moments) {
        slots.follow(pods, Uint8Array.from(moment), 'node');
        moment.forEach((condition, row) => {
          const at = slots.placeOf(row);
          const has = at !== undefined && slots.groups[at[0]]?.rows[at[1]] === row;
          if (has !== (condition !== CODE.gone)) throw new Error(`${row} ${condition} ${String(at)}`);
        });
        const all = slots.groups.flatMap(({ rows }) => rows.filter((row) => row !== EMPTY));
        if (new Set(all).size !== all.length) throw new Error(all.join());
      }
    }),
    { numRuns: 60 },
  );
  t.pass();
});

t.test('back to a moment before pods that had gone when they were first heard of', async (t) => {
  const pods = podsOn(['a', 'a', 'a']);
  const slots = new Slots();
  slots.follow(pods, Uint8Array.of(CODE.susceptible, CODE.gone, CODE.susceptible), 'node');
  slots.follow(pods, Uint8Array.of(CODE.susceptible), 'node');
  t.same(slots.placeOf(0), [0, 0]);
  t.equal(slots.placeOf(1), undefined);
  t.equal(slots.placeOf(2), undefined);
});
