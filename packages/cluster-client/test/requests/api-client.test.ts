import t from 'tap';
import { createApiClient } from '../../src/requests/api-client.ts';
import { isStatus } from '../../src/requests/refusal.ts';
import { accessOf, openSmallApi, sendJson, sendStatus } from '../testing/small-api.ts';

t.test('asks and reads JSON', async (t) => {
  const api = await openSmallApi((_, response) => sendJson(response, { kind: 'PodList', items: [] }));
  t.teardown(() => api.close());
  t.same(await api.client.json({ path: '/api/v1/pods', query: { limit: '1' } }), {
    kind: 'PodList',
    items: [],
  });
  const [request] = api.received;
  t.match(request, { method: 'GET', path: '/api/v1/pods' });
  t.equal(request?.query.get('limit'), '1');
});

t.test('refusals are told in the words of the server', async (t) => {
  const api = await openSmallApi(({ path }, response) => {
    if (path === '/html') response.writeHead(502).end('<html>\nbad gateway</html>');
    else if (path === '/text') response.end('not JSON');
    else sendStatus(response, 404, 'pods "x" not found');
  });
  t.teardown(() => api.close());
  const error = await api.client.json({ path: '/api/x' }).catch((reason: unknown) => reason);
  t.match(error, { code: 'CLUSTER_API', message: 'GET /api/x was answered 404: pods "x" not found' });
  t.ok(isStatus(error, 404));
  t.notOk(isStatus(error, 403));
  await t.rejects(api.client.json({ path: '/html' }), {
    message: 'GET /html was answered 502: <html> bad gateway</html>',
  });
  await t.rejects(api.client.json({ path: '/text' }), { message: '/text: expected JSON, got "not JSON"' });
});

t.test('somebody else is told with the address, also where only a stream begins', async (t) => {
  const api = await openSmallApi((_, response) =>
    response.writeHead(404, { 'content-type': 'text/html' }).end('<html>\nLog in\u001B[2J'),
  );
  t.teardown(() => api.close());
  const refusal = {
    code: 'CLUSTER_STRANGER',
    message: new RegExp(
      `^no Kubernetes API answered at ${api.url}: expected .*, got a page \\(status 404\\): "<html> Log in\\\\u\\{1b\\}\\[2J"$`,
    ),
  };
  await t.rejects(api.client.json({ path: '/api/v1/namespaces/lab/pods' }), refusal);
  await t.rejects(api.client.ask({ method: 'POST', path: '/api/v1/namespaces', body: {} }), refusal);
  await t.rejects(api.client.stream({ path: '/api/v1/pods', query: { watch: 'true' } }), refusal);
});

t.test('nobody there is told with the address', async (t) => {
  const client = createApiClient(await accessOf('http://127.0.0.1:1'));
  t.teardown(() => client.close());
  await t.rejects(client.ask({ path: '/' }), {
    code: 'CLUSTER_UNREACHABLE',
    message: /^can't reach http:\/\/127\.0\.0\.1:1: connect ECONNREFUSED/,
  });
});
