import t from 'tap';
import { isStatus } from '../../src/kubernetes/api-client.ts';
import { createOrPatch } from '../../src/kubernetes/create.ts';
import { inOrderOfCreation, collectionPath, resourceOf } from '../../src/kubernetes/resources.ts';
import type { KubeObject } from '@pod-contagion/manifests';
import { clientOf, openSmallApi, sendJson, sendStatus } from './small-api.ts';

const SERVICE: KubeObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'podder' } };

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
  t.match(error, { code: 'CONTAGION_API', message: 'GET /api/x was answered 404: pods "x" not found' });
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
    code: 'CONTAGION_UNREACHABLE',
    message: new RegExp(
      `^no Kubernetes API answered at ${api.url}: expected .*, got a page \\(status 404\\): "<html> Log in\\\\u\\{1b\\}\\[2J"$`,
    ),
  };
  await t.rejects(api.client.json({ path: '/api/v1/namespaces/lab/pods' }), refusal);
  await t.rejects(api.client.ask({ method: 'POST', path: '/api/v1/namespaces', body: {} }), refusal);
  await t.rejects(api.client.stream({ path: '/api/v1/pods', query: { watch: 'true' } }), refusal);
});

t.test('an API server that is too busy is asked again, as it tells', async (t) => {
  let left = 2;
  const api = await openSmallApi(({ body }, response) => {
    if (left-- > 0) response.writeHead(429, { 'retry-after': '0' }).end('Too many requests');
    else sendJson(response, JSON.parse(body), 201);
  });
  t.teardown(() => api.close());
  t.same(await createOrPatch(api.client, SERVICE), { object: SERVICE, warnings: [] });
  t.equal(api.received.length, 3);
});

t.test('nobody there is told with the address', async (t) => {
  const client = await clientOf('http://127.0.0.1:1');
  t.teardown(() => client.close());
  await t.rejects(client.ask({ path: '/' }), {
    code: 'CONTAGION_UNREACHABLE',
    message: /^can't reach http:\/\/127\.0\.0\.1:1: connect ECONNREFUSED/,
  });
});

t.test('creates, with warnings; patches what is there', async (t) => {
  const api = await openSmallApi(({ method, body }, response) => {
    if (method === 'POST' && body.includes('there')) sendStatus(response, 409, 'it exists');
    else if (body.includes('wrong')) sendStatus(response, 422, 'it is invalid');
    else {
      response.setHeader('warning', ['299 - "first \\"one\\""', '299 - "second"']);
      sendJson(response, JSON.parse(body), 201);
    }
  });
  t.teardown(() => api.close());
  t.same(await createOrPatch(api.client, SERVICE), { object: SERVICE, warnings: ['first "one"', 'second'] });
  t.match(api.received[0], { method: 'POST', path: '/api/v1/namespaces/default/services' });
  t.equal(api.received[0]?.query.get('fieldValidation'), 'Strict');
  await createOrPatch(api.client, { ...SERVICE, metadata: { name: 'there', namespace: 'lab' } });
  t.match(api.received.at(-1), {
    method: 'PATCH',
    path: '/api/v1/namespaces/lab/services/there',
    headers: { 'content-type': 'application/strategic-merge-patch+json' },
  });
  await t.rejects(createOrPatch(api.client, { ...SERVICE, metadata: { name: 'wrong' } }), {
    code: 'CONTAGION_API',
    message: /was answered 422: it is invalid/,
  });
});

t.test('kinds: where they are, and in which order they are made', async (t) => {
  const object = (apiVersion: string, kind: string): KubeObject => ({
    apiVersion,
    kind,
    metadata: { name: 'a' },
  });
  const all = [
    object('v1', 'Pod'),
    object('apps/v1', 'Deployment'),
    object('v1', 'Service'),
    object('v1', 'Namespace'),
    object('v1', 'ConfigMap'),
  ];
  t.same(
    inOrderOfCreation(all).map(({ kind }) => kind),
    ['Namespace', 'ConfigMap', 'Service', 'Deployment', 'Pod'],
  );
  t.equal(collectionPath(all[1] as KubeObject, 'lab'), '/apis/apps/v1/namespaces/lab/deployments');
  t.equal(collectionPath(all[3] as KubeObject, 'lab'), '/api/v1/namespaces');
  t.equal(resourceOf(object('batch/v1', 'Job')), undefined);
});
