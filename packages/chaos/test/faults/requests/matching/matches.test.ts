import t from 'tap';
import { isGrpc, matches, type RequestFacts } from '../../../../src/faults/requests/matching/matches.ts';
import type { RequestMatch } from '../../../../src/faults/requests/spec.ts';

const ALL: RequestMatch = { methods: [], paths: [], headers: [], excludedPaths: [] };

function request(method: string, path: string, headers: Record<string, string[]> = {}): RequestFacts {
  return { method, path, header: (name) => headers[name] ?? [] };
}

t.test('everything, where nothing is said', async (t) => {
  t.ok(matches(ALL, request('GET', '/')));
});

t.test('all that is said has to hold', async (t) => {
  const match: RequestMatch = {
    methods: ['POST', 'PUT'],
    paths: ['/api', '*.json'],
    headers: [{ name: 'X-User', value: 'jane' }, { name: 'Cookie' }],
    excludedPaths: ['/api/health'],
  };
  const headers = { 'x-user': ['joe', 'jane'], cookie: ['a=b'] };
  t.ok(matches(match, request('POST', '/api/users', headers)));
  t.ok(matches(match, request('PUT', '/x.json', headers)));
  t.notOk(matches(match, request('GET', '/api/users', headers)), 'method');
  t.notOk(matches(match, request('POST', '/x', headers)), 'path');
  t.notOk(matches(match, request('POST', '/api/health/live', headers)), 'excluded');
  t.notOk(matches(match, request('POST', '/api', { 'x-user': ['jane'] })), 'a header is missing');
  t.notOk(matches(match, request('POST', '/api', { ...headers, 'x-user': ['joe'] })), 'another value');
});

t.test('calls of gRPC', async (t) => {
  for (const type of ['application/grpc', 'application/grpc+proto', 'Application/gRPC;x=y'])
    t.ok(isGrpc(request('POST', '/', { 'content-type': [type] })), type);
  for (const type of ['application/grpc-web', 'application/json', ''])
    t.notOk(isGrpc(request('POST', '/', { 'content-type': [type] })), type);
});
