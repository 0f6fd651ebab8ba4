import fc from 'fast-check';
import t from 'tap';
import { readAddress } from '../../src/api/address.ts';
import { ApiError } from '../../src/machinery/api-error.ts';

t.test('paths', async (t) => {
  const none = { namespace: undefined, name: undefined, subresource: undefined, rest: '' };
  const core = { ...none, group: '', version: 'v1' };
  t.strictSame(readAddress('/api/v1/pods'), { ...core, resource: 'pods' });
  t.strictSame(readAddress('/api/v1/namespaces/a/pods/b/log'), {
    ...core,
    namespace: 'a',
    resource: 'pods',
    name: 'b',
    subresource: 'log',
  });
  t.strictSame(readAddress('/apis/apps/v1/namespaces/a/deployments/'), {
    ...none,
    group: 'apps',
    version: 'v1',
    namespace: 'a',
    resource: 'deployments',
  });
  t.strictSame(readAddress('/api/v1/namespaces/a'), { ...core, resource: 'namespaces', name: 'a' });
  t.strictSame(readAddress('/api/v1/namespaces/a/status'), {
    ...core,
    resource: 'namespaces',
    name: 'a',
    subresource: 'status',
  });
  t.match(readAddress('/api/v1/namespaces/a/services/https%3Ab%3A1/proxy/x%2Fy/z/'), {
    name: 'https:b:1',
    subresource: 'proxy',
    rest: '/x%2Fy/z/',
  });
  t.equal(readAddress('/api/v1/namespaces/a/pods/b/proxy')?.rest, '');
  t.equal(readAddress('/api/v1/namespaces/a/pods/b/proxy/')?.rest, '/');
  for (const path of ['/', '/api', '/api/v1', '/apis/apps/v1', '/other/v1/pods', '/api/v1/']) {
    t.equal(readAddress(path), undefined, path);
  }
});

t.test('any path is read, leads nowhere or is a 400', async () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('/api/v1/', '/apis/', '/'), (path, root) => {
      try {
        readAddress(root + path);
      } catch (error) {
        return error instanceof ApiError && error.status.code === 400;
      }
      return true;
    }),
  );
});
