import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { strategicMerge } from '../../src/patches/index.ts';

const pod = {
  metadata: { name: 'p', labels: { a: '1' }, finalizers: ['x', 'y'] },
  spec: {
    containers: [
      { name: 'a', image: 'i', env: [{ name: 'E', value: '1' }], args: ['1', '2'] },
      { name: 'b', image: 'j' },
    ],
    tolerations: [{ key: 'k' }],
    volumes: [{ name: 'v', emptyDir: {} }],
  },
};

/** The patched Pod's spec, or what was said against the patch. */
function specAfter(spec: unknown): unknown {
  return strategicMerge('V1Pod', pod, { spec })['spec'];
}

const names = (spec: unknown): string[] =>
  (spec as { containers: { name: string }[] }).containers.map(({ name }) => name);

t.test('items with a key merge, other lists are replaced', async (t) => {
  const before = structuredClone(pod);
  const patch = {
    metadata: { labels: { b: '2' }, finalizers: ['z'] },
    spec: {
      containers: [
        { name: 'b', image: 'k', args: ['3'] },
        { name: 'a', env: [{ name: 'F', value: '2' }], args: ['3'] },
      ],
      tolerations: [{ key: 'l' }],
    },
  };
  t.same(strategicMerge('V1Pod', pod, patch), {
    metadata: { name: 'p', labels: { a: '1', b: '2' }, finalizers: ['z', 'x', 'y'] },
    spec: {
      containers: [
        { name: 'b', image: 'k', args: ['3'] },
        {
          name: 'a',
          image: 'i',
          env: [
            { name: 'F', value: '2' },
            { name: 'E', value: '1' },
          ],
          args: ['3'],
        },
      ],
      tolerations: [{ key: 'l' }],
      volumes: [{ name: 'v', emptyDir: {} }],
    },
  });
  t.same(pod, before, 'the original stays as it was');
});

t.test('directives', async (t) => {
  t.same(names(specAfter({ containers: [{ name: 'a', $patch: 'delete' }] })), ['b']);
  t.same(specAfter({ containers: [{ name: 'c' }, { $patch: 'replace' }] }), {
    ...pod.spec,
    containers: [{ name: 'c' }],
  });
  t.same(specAfter({ $patch: 'replace', nodeName: 'n' }), { nodeName: 'n' });
  t.same(specAfter({ $patch: 'delete' }), {});
  t.same(specAfter({ volumes: null, securityContext: null }), {
    containers: pod.spec.containers,
    tolerations: pod.spec.tolerations,
  });
  t.match(
    specAfter({ volumes: [{ name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/' } }] }),
    {
      volumes: [{ name: 'v', hostPath: { path: '/' }, emptyDir: undefined }],
    },
  );
  const shorter = { metadata: { '$deleteFromPrimitiveList/finalizers': ['x', 'none'] } };
  t.match(strategicMerge('V1Pod', pod, shorter), { metadata: { finalizers: ['y'] } });
});

t.test('order', async (t) => {
  const order = (...list: string[]): object => ({
    '$setElementOrder/containers': list.map((name) => ({ name })),
  });
  t.same(names(specAfter(order('b', 'a'))), ['b', 'a']);
  t.same(names(specAfter({ ...order('b', 'c', 'a'), containers: [{ name: 'c' }] })), ['b', 'c', 'a']);
  t.same(
    names(specAfter({ ...order('c', 'b'), containers: [{ name: 'c' }] })),
    ['c', 'a', 'b'],
    'a stays before b',
  );
  t.same(names(specAfter({ containers: [{ name: 'c' }] })), ['c', 'a', 'b'], 'without it the new come first');
});

t.test('what is refused, and with which code', async (t) => {
  const cases: readonly (readonly [unknown, number, RegExp])[] = [
    [
      { containers: [{ image: 'x' }] },
      500,
      /^map: map\[image:x\] does not contain declared merge key: name$/,
    ],
    [
      { containers: [{ name: 'a', $patch: 'merge' }] },
      500,
      /^merging lists cannot yet be specified in the patch$/,
    ],
    [
      { containers: [{ name: 'a', $patch: 'x' }] },
      500,
      /^unknown patch type: x in map: map\[\$patch:x name:a\]$/,
    ],
    [{ $patch: 'merge' }, 500, /^unknown patch type: merge in map:/],
    [{ containers: ['a'] }, 500, /^list element types are not identical/],
    [{ containers: [{ name: 'a', $retainKeys: 'name' }] }, 400, /^invalid patch format of retainKeys$/],
    [
      { containers: [{ name: 'a', image: 'x', $retainKeys: ['name'] }] },
      400,
      /^invalid patch format of retainKeys$/,
    ],
    [{ '$setElementOrder/containers': 'a' }, 400, /^invalid patch format of setElementOrder list$/],
    [{ $setElementOrder: [] }, 400, /^invalid patch format of setElementOrder list$/],
    [{ $deleteFromPrimitiveList: [] }, 400, /^invalid patch format of primitive list$/],
    [
      { containers: [{ name: 'c' }], '$setElementOrder/containers': [{ name: 'a' }] },
      500,
      /^The order in patch list:\n\[map\[name:c\]\]\n doesn't match \$setElementOrder list:\n\[map\[name:a\]\]\n$/,
    ],
  ];
  for (const [spec, code, message] of cases)
    t.throws(() => specAfter(spec), { message, status: { code } }, JSON.stringify(spec));
});

t.test('kinds that are not known merge too, their lists are replaced', async (t) => {
  const patch = { spec: { a: { c: 2 }, list: [{ name: 'y' }] } };
  t.same(strategicMerge(undefined, { spec: { a: { b: 1 }, list: [{ name: 'x' }] } }, patch), {
    spec: { a: { b: 1, c: 2 }, list: [{ name: 'y' }] },
  });
});

type Item = { name: string; image?: string };

/** What an apply of kubectl sends to lead from one list of containers to another. */
function difference(from: readonly Item[], to: readonly Item[]): object {
  const present = new Map(from.map((item) => [item.name, item]));
  const wanted = new Set(to.map(({ name }) => name));
  const changed = to.map((item) => {
    const { image } = present.get(item.name) ?? {};
    return image !== undefined && item.image === undefined ? { ...item, image: null } : item;
  });
  const gone = from.filter(({ name }) => !wanted.has(name)).map(({ name }) => ({ name, $patch: 'delete' }));
  if (to.length === 0) return { containers: gone };
  return {
    containers: [...changed, ...gone],
    '$setElementOrder/containers': to.map(({ name }) => ({ name })),
  };
}

const containers = fc.uniqueArray(
  fc.record(
    { name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), image: fc.constantFrom('1', '2') },
    { requiredKeys: ['name'], noNullPrototype: true },
  ),
  { selector: ({ name }) => name },
);

t.test('what leads from one list to another, applied, gives the other in its order', async () => {
  fc.assert(
    fc.property(containers, containers, (from, to) => {
      fc.pre(from.length > 0);
      const patched = strategicMerge('V1Pod', { spec: { containers: from } }, { spec: difference(from, to) });
      return isDeepStrictEqual(patched, { spec: { containers: to } });
    }),
  );
});
