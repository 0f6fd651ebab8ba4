import t from 'tap';
import { changeAt, fieldPath, valueAt } from '../../src/kustomize/field-paths.ts';

t.test('paths', async (t) => {
  t.same(fieldPath('a.b\\.c.0'), ['a', 'b.c', '0']);
  t.same(fieldPath('a.[name=x.y].b'), ['a', '[name=x.y]', 'b']);
  t.same(fieldPath('metadata.annotations.[example.com/x]'), ['metadata', 'annotations', 'example.com/x']);
  t.throws(() => fieldPath('a..b'), /expected a path such as spec\.replicas, got "a\.\.b"/);
});

t.test('values', async (t) => {
  const value = {
    list: [
      { name: 'a', x: 1 },
      { name: 'b', x: 2 },
    ],
    texts: ['u', 'v'],
  };
  t.equal(valueAt(value, fieldPath('list.[name=b].x')), 2);
  t.equal(valueAt(value, fieldPath('list.-.x')), 2);
  t.equal(valueAt(value, fieldPath('list.0.x')), 1);
  t.equal(valueAt(value, fieldPath('texts.[=v]')), 'v');
  t.equal(valueAt(value, fieldPath('constructor')), undefined);
  t.throws(() => valueAt(value, fieldPath('list.*.x')), /expected no \* in the path of a source/);
});

t.test('changes', async (t) => {
  const changed = (path: string, made?: 'scalar'): unknown => {
    const value = { list: [{ name: 'a' }, { name: 'ab' }] };
    const count = changeAt(value, fieldPath(path), made, () => 'z');
    return [count, value];
  };
  t.same(changed('list.*.name'), [2, { list: [{ name: 'z' }, { name: 'z' }] }]);
  t.same(
    changed('list.[name=b].name'),
    [1, { list: [{ name: 'a' }, { name: 'z' }] }],
    'a pattern that fits anywhere',
  );
  t.same(changed('none.of.these'), [0, { list: [{ name: 'a' }, { name: 'ab' }] }]);
  t.match(changed('list.[name=c].x.0', 'scalar'), [1, { list: [{}, {}, { name: 'c', x: ['z'] }] }]);
  t.throws(() => changed('list.[name=^a].x'), /expected no \^ or \$ in a condition/);
});
