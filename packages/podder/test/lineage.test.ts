import fc from 'fast-check';
import t from 'tap';
import {
  isStrain,
  newStrain,
  readLineage,
  sneezeForm,
  UNKNOWN_STRAIN,
  type Lineage,
} from '../src/lineage.ts';
import { holds } from './holds.ts';

const read = (fields: Record<string, string>) => readLineage((name) => fields[name]);

t.test('a sneeze without papers is the first generation of an unknown strain', async (t) => {
  t.equal(UNKNOWN_STRAIN, 'unknown');
  const unknown: Lineage = { strain: 'unknown', generation: 1, from: null };
  t.same(read({}), unknown);
  t.same(read({ strain: '', generation: '', from: '' }), unknown);
});

t.test('each field counts for itself', async (t) => {
  t.same(read({ strain: 'x-1', generation: '7', from: 'podder-a' }), {
    strain: 'x-1',
    generation: 7,
    from: 'podder-a',
  });
  t.same(read({ strain: 'x y', generation: '7', from: 'podder-a' }), {
    strain: 'unknown',
    generation: 7,
    from: 'podder-a',
  });
  t.same(read({ strain: 'x-1', generation: '0', from: 'podder-a' }), {
    strain: 'x-1',
    generation: 1,
    from: 'podder-a',
  });
  t.same(read({ strain: 'x-1', generation: '7', from: 'Podder' }), {
    strain: 'x-1',
    generation: 7,
    from: null,
  });
});

t.test('what is taken and what not', async (t) => {
  const taken = (name: string, value: string) => {
    const { strain, generation, from } = read({ [name]: value });
    return strain !== 'unknown' || generation !== 1 || from !== null;
  };
  for (const value of ['a', 'A.b_c-9', '-', 'x'.repeat(64)]) t.ok(taken('strain', value), value);
  for (const value of ['x'.repeat(65), 'a b', 'a\n', 'ä', '"', '<b>']) t.notOk(taken('strain', value), value);
  for (const value of ['2', '10', '999999999']) t.ok(taken('generation', value), value);
  for (const value of ['0', '-1', '1.5', '1e3', '02', '1000000000', 'NaN', ' 2', '2\n', '0x2'])
    t.notOk(taken('generation', value), value);
  for (const value of ['a', '1', 'a.b-c', 'a'.repeat(253)]) t.ok(taken('from', value), value);
  for (const value of ['-a', 'a-', '.a', 'A', 'a_b', 'a'.repeat(254), 'a\n', 'a/b'])
    t.notOk(taken('from', value), value);
});

t.test('property: nothing that comes is refused, and what is taken is safe to pass on', async (t) => {
  const text = fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9a-z._-]*$/)));
  await holds(
    t,
    fc.property(text, text, text, (strain, generation, from) => {
      const got = readLineage((name) => ({ strain, generation, from })[name] ?? undefined);
      return (
        isStrain(got.strain) &&
        Number.isInteger(got.generation) &&
        got.generation >= 1 &&
        got.generation <= 999_999_999 &&
        (got.from === null || (got.from === from && /^[a-z0-9.-]{1,253}$/.test(got.from)))
      );
    }),
  );
});

t.test('the form of a sneeze', async (t) => {
  const own: Lineage = { strain: 's1', generation: 0, from: null };
  t.equal(sneezeForm(own, 'podder-0'), 'action=achoo&from=podder-0&generation=1&strain=s1');
  t.equal(sneezeForm(own, 'a b&c'), 'action=achoo&from=a+b%26c&generation=1&strain=s1');
});

t.test('property: who is sneezed on is one generation further, of the same strain', async (t) => {
  const strains = fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/);
  const pods = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
  await holds(
    t,
    fc.property(strains, pods, fc.nat(999_999_998), (strain, pod, generation) => {
      const fields = new URLSearchParams(sneezeForm({ strain, generation, from: 'someone' }, pod));
      const next = readLineage((name) => fields.get(name) ?? undefined);
      return (
        fields.get('action') === 'achoo' &&
        next.strain === strain &&
        next.generation === generation + 1 &&
        next.from === pod
      );
    }),
  );
});

t.test('a new strain is six legible characters, and another each time', async (t) => {
  const strains = Array.from({ length: 200 }, newStrain);
  t.ok(strains.every((strain) => /^[a-km-z2-9]{6}$/.test(strain) && isStrain(strain)));
  t.ok(new Set(strains).size > 190);
});
