import t from 'tap';
import { applyOperations } from '../../src/kustomize/json-patch.ts';

function patched(...operations: readonly object[]): unknown {
  const document = { a: { b: 1 }, list: ['x', 'y'], metadata: { annotations: {} } };
  applyOperations(document, operations);
  return document;
}

t.test('what is not there', async (t) => {
  t.match(patched({ op: 'replace', path: '/a/c', value: 2 }), { a: { b: 1, c: 2 } });
  t.match(patched({ op: 'add', path: '/a/c', value: 2 }), { a: { b: 1, c: 2 } });
  t.match(patched({ op: 'copy', from: '/a/c', path: '/a/d' }), { a: { b: 1, d: null } });
  t.match(patched({ op: 'test', path: '/a/c', value: null }), { a: { b: 1 } });
  t.throws(() => patched({ op: 'remove', path: '/a/c' }), /expected something to remove at c, got nothing/);
  t.throws(() => patched({ op: 'move', from: '/a/c', path: '/a/d' }), /expected something to remove/);
  t.throws(
    () => patched({ op: 'replace', path: '/c/d', value: 2 }),
    /expected an object or a list before the end/,
  );
});

t.test('lists', async (t) => {
  t.match(patched({ op: 'add', path: '/list/-', value: 'z' }), { list: ['x', 'y', 'z'] });
  t.match(patched({ op: 'add', path: '/list/1', value: 'z' }), { list: ['x', 'z', 'y'] });
  t.match(patched({ op: 'add', path: '/list/2', value: 'z' }), { list: ['x', 'y', 'z'] });
  t.match(patched({ op: 'replace', path: '/list/0', value: 'z' }), { list: ['z', 'y'] });
  t.match(patched({ op: 'move', from: '/list/0', path: '/list/-' }), { list: ['y', 'x'] });
  for (const token of ['2', '-', '01', '-1', 'x']) {
    t.throws(
      () => patched({ op: 'replace', path: `/list/${token}`, value: 1 }),
      /expected an index up to 1/,
      token,
    );
  }
  t.throws(
    () => patched({ op: 'add', path: '/list/3', value: 1 }),
    /expected an index up to 2 in a list of 2, got 3/,
  );
});

t.test('operations that are none, or would read notes', async (t) => {
  t.throws(() => patched({ op: 'other', path: '/a' }), /expected add, remove/);
  t.throws(() => patched({ op: 'add', path: '/a' }), /expected a value to add, got none/);
  t.throws(() => patched({ op: 'add', path: 'a', value: 1 }), /expected a pointer such as/);
  t.throws(
    () => patched({ op: 'copy', from: '/metadata', path: '/a' }),
    /where kustomize keeps notes of its own/,
  );
});

t.test('names that every object has are names like any other', async (t) => {
  t.throws(() => patched({ op: 'remove', path: '/constructor' }), /expected something to remove/);
  t.throws(() => patched({ op: 'add', path: '/constructor/x', value: 1 }), /expected an object or a list/);
  const document = patched({ op: 'add', path: '/a/__proto__', value: { x: 1 } }) as { a: object };
  t.same(Object.keys(document.a), ['b', '__proto__']);
  t.equal(Object.getPrototypeOf(document.a), Object.prototype);
});
