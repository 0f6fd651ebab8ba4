import fc from 'fast-check';
import t from 'tap';
import { processorMsOf } from '../../../../../../scripts/testing/processor-time.ts';
import { matchesPath, pathOf } from '../../../../src/faults/requests/matching/path-pattern.ts';

t.test('a prefix in whole segments', async (t) => {
  for (const path of ['/api', '/api/', '/api/users']) t.ok(matchesPath('/api', path), path);
  for (const path of ['/apis', '/API', '/', '/v1/api']) t.notOk(matchesPath('/api', path), path);
  t.ok(matchesPath('/', '/anything'));
  t.ok(matchesPath('/api/', '/api/x'));
  t.notOk(matchesPath('/api/', '/api'));
});

t.test('a pattern has to fit as a whole', async (t) => {
  t.ok(matchesPath('*.png', '/a/b.png'));
  t.ok(matchesPath('/users/*/orders', '/users/7/8/orders'));
  t.notOk(matchesPath('/users/*/orders', '/users/7/orders/9'));
  t.ok(matchesPath('*', ''));
  t.notOk(matchesPath('/a*b*c', '/abd'));
});

t.test('as a regular expression would have it', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 12 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (each, path) => {
      if (!each.includes('*')) return true;
      const expected = new RegExp(`^${each.replaceAll('*', '.*')}$`).test(path);
      return matchesPath(each, path) === expected;
    }),
  );
});

t.test('a pattern of stars takes no time', async (t) => {
  const spentMs = await processorMsOf(() => {
    t.notOk(matchesPath(`${'*a'.repeat(200)}b`, 'a'.repeat(8_000)));
  });
  t.ok(spentMs < 2_000, `${spentMs} ms`);
});

t.test('the path of a target', async (t) => {
  t.equal(pathOf('/a/b?c=/d'), '/a/b');
  t.equal(pathOf('http://host:80/a?b'), '/a');
  t.equal(pathOf('http://host'), '/');
  t.equal(pathOf('*'), '*');
});
