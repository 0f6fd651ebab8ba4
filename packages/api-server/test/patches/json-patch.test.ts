import t from 'tap';
import { ApiError } from '../../src/machinery/api-error.ts';
import { applyJsonPatch } from '../../src/patches/json-patch.ts';

const original = { metadata: { labels: { 'a/b': '1' } }, spec: { list: ['x', 'y'], replicas: 1 } };

t.test('operations', async (t) => {
  const before = structuredClone(original);
  const result = applyJsonPatch(original, [
    { op: 'test', path: '/spec/replicas', value: 1 },
    { op: 'test', path: '/spec/none', value: null },
    { op: 'replace', path: '/spec/replicas', value: 2 },
    { op: 'add', path: '/spec/list/-', value: 'z' },
    { op: 'add', path: '/spec/list/0', value: 'w' },
    { op: 'remove', path: '/metadata/labels/a~1b' },
    { op: 'copy', from: '/spec/list/1', path: '/metadata/labels/c' },
    { op: 'move', from: '/spec/list/2', path: '/metadata/labels/d' },
  ]);
  t.same(result, {
    metadata: { labels: { c: 'x', d: 'y' } },
    spec: { list: ['w', 'x', 'z'], replicas: 2 },
  });
  t.same(original, before, 'the original stays as it was');
});

t.test('what can not be applied is 422, without a reason, as the API answers it', async (t) => {
  const message = 'the server rejected our request due to an error in our request';
  const failing: unknown[] = [
    { op: 'test', path: '/spec/replicas', value: 3 },
    { op: 'remove', path: '/spec/none' },
    { op: 'replace', path: '/spec/none', value: 1 },
    { op: 'add', path: '/none/more', value: 1 },
    { op: 'add', path: '/spec/list/9', value: 1 },
    { op: 'add', path: '/__proto__/polluted', value: 1 },
    { op: 'add', path: '/spec/toString/polluted', value: 1 },
    { op: 'remove', path: '/spec/toString' },
    { op: 'copy', from: '/spec/toString', path: '/spec/x' },
    { op: 'replace', path: '/spec/constructor/prototype', value: {} },
    { op: 'add', path: '/spec/list/01', value: 1 },
    { op: 'replace', path: '/spec/list/-', value: 1 },
    { op: 'replace', path: '', value: {} },
    { op: 'add', path: 'spec/x', value: 1 },
    { op: 'test', path: '/spec/replicas', value: null },
    { op: 'test', path: '/none/none', value: null },
    { op: 'jump', path: '/spec' },
    { op: 'add', path: '/spec/x' },
    { op: 'move', path: '/spec/x' },
    { op: 'remove' },
    'remove',
    null,
  ];
  for (const operation of failing) {
    const add = { op: 'add', path: '/spec/added', value: 1 };
    t.throws(() => applyJsonPatch(original, [add, operation]), {
      message,
      status: { code: 422, reason: 'Invalid' },
    });
  }
  const inherited: object = Reflect.get({}, 'toString') as object;
  t.notOk('polluted' in {} || 'polluted' in inherited);
});

t.test('there is a limit of operations', async (t) => {
  const test = { op: 'test', path: '/spec/replicas', value: 1 };
  t.same(
    applyJsonPatch(
      original,
      Array.from({ length: 10_000 }, () => test),
    ),
    original,
  );
  const tooMany = (): unknown =>
    applyJsonPatch(
      original,
      Array.from({ length: 10_001 }, () => test),
    );
  t.throws(tooMany, ApiError);
  t.throws(tooMany, {
    message:
      'Request entity is too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
    status: { code: 413, reason: 'RequestEntityTooLarge' },
  });
});
