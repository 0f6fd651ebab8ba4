import t from 'tap';
import { isStatus } from '@pod-contagion/cluster-client/requests';
import { createContagionClient } from '../../src/kubernetes/client.ts';
import { accessOf, openSmallApi, sendStatus } from './small-api.ts';

t.test('refusals are errors of this command line, in the words of the server', async (t) => {
  const api = await openSmallApi(({ path }, response) => {
    if (path === '/text') response.end('not JSON');
    else sendStatus(response, 404, 'pods "x" not found');
  });
  t.teardown(() => api.close());
  const error = await api.client.json({ path: '/api/x' }).catch((reason: unknown) => reason);
  const expected = { code: 'CONTAGION_API', message: 'GET /api/x was answered 404: pods "x" not found' };
  t.match(error, { ...expected, exitCode: 1 });
  t.ok(isStatus(error, 404));
  t.notOk(isStatus(error, 403));
  await t.rejects(api.client.stream({ path: '/api/x' }), expected);
  await t.rejects(api.client.json({ path: '/text' }), {
    code: 'CONTAGION_API',
    message: '/text: expected JSON, got "not JSON"',
  });
});

t.test('who is not there, or is somebody else, is told with the address', async (t) => {
  const page = await openSmallApi((_, response) =>
    response.writeHead(404, { 'content-type': 'text/html' }).end('<html>Log in'),
  );
  t.teardown(() => page.close());
  await t.rejects(page.client.json({ path: '/api/v1/namespaces/lab/pods' }), {
    code: 'CONTAGION_UNREACHABLE',
    message: new RegExp(`^no Kubernetes API answered at ${page.url}: expected .*, got a page`),
  });
  const nobody = createContagionClient(await accessOf('http://127.0.0.1:1'));
  t.teardown(() => nobody.close());
  await t.rejects(nobody.ask({ path: '/' }), {
    code: 'CONTAGION_UNREACHABLE',
    message: /^can't reach http:\/\/127\.0\.0\.1:1: connect ECONNREFUSED/,
  });
});
