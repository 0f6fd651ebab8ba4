import t from 'tap';
import { pathKind, type PathKind } from '../../src/answers/path-kinds.ts';

t.test('what stands where', async (t) => {
  const cases: Readonly<Record<PathKind, readonly string[]>> = {
    list: [
      '/api/v1/pods',
      '/api/v1/namespaces',
      '/api/v1/namespaces/lab/pods?limit=5',
      '/apis/apps/v1/namespaces/lab/deployments',
      '/apis/policy/v1/poddisruptionbudgets',
    ],
    object: [
      '/api',
      '/apis',
      '/api/v1',
      '/apis/apps/v1',
      '/api/v1/namespaces/lab',
      '/api/v1/namespaces/lab/pods/log',
      '/api/v1/namespaces/lab/pods/one/eviction',
    ],
    events: ['/api/v1/pods?watch=true&limit=1'],
    text: ['/api/v1/namespaces/lab/pods/one/log?follow=true'],
    others: [
      '/version',
      '/apix/v1/pods',
      '/api/v1/namespaces/lab/services/http:podder:80/proxy/',
      '/api/v1/namespaces/lab/pods/one/proxy',
    ],
  };
  for (const [kind, paths] of Object.entries(cases)) {
    for (const path of paths) t.equal(pathKind('GET', path), kind, path);
  }
  t.equal(pathKind('POST', '/api/v1/namespaces/lab/pods'), 'object');
});
