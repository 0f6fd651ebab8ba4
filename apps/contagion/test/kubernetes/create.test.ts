import t from 'tap';
import { createOrPatch } from '../../src/kubernetes/create.ts';
import { inOrderOfCreation, collectionPath, resourceOf } from '../../src/kubernetes/resources.ts';
import type { KubeObject } from '@pod-contagion/manifests';
import { openSmallApi, sendJson, sendStatus } from './small-api.ts';

const SERVICE: KubeObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'podder' } };

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
