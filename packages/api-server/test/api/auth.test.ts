import t from 'tap';
import { createTokenCheck } from '../../src/api/auth.ts';
import { openFixture } from './fixture.ts';

t.test('one token', async (t) => {
  const isAuthorised = createTokenCheck('secret');
  t.ok(isAuthorised('Bearer secret'));
  t.ok(isAuthorised('bearer  secret '));
  for (const header of [
    undefined,
    '',
    'secret',
    'Basic secret',
    'Bearer',
    'Bearer secre',
    'Bearer secrets',
    'Bearer a secret',
  ]) {
    t.notOk(isAuthorised(header), String(header));
  }
});

t.test('everything without it is 401, whatever is asked', async (t) => {
  const { ask, close, errors } = await openFixture();
  t.teardown(close);
  const paths = [
    '/healthz',
    '/version',
    '/api',
    '/api/v1/pods',
    '/nothing',
    '/openapi/v2',
    '/api/v1/%zz',
    '/api/v1/pods?watch=true',
  ];
  for (const path of paths) {
    const { code, json } = await ask(path, { headers: { authorization: 'Bearer wrong' } });
    t.equal(code, 401, path);
    t.match(json, { kind: 'Status', status: 'Failure', reason: 'Unauthorized', code: 401 }, path);
  }
  const { code } = await ask('/api/v1/namespaces/default/configmaps', {
    body: {},
    headers: { authorization: '' },
  });
  t.equal(code, 401);
  t.strictSame(errors, []);
});
