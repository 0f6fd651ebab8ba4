import t from 'tap';
import { configMap, openFixture, pod } from '../fixture.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';

t.test('delete', async (t) => {
  const { ask, registry, close, errors } = await openFixture();
  t.teardown(close);
  const { uid } = registry.create('configmaps', configMap('a')).metadata;
  const gone = await ask(`${MAPS}/a`, { method: 'DELETE' });
  t.equal(gone.code, 200);
  t.strictSame(gone.json, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: 'a', kind: 'configmaps', uid },
  });
  t.match((await ask(`${MAPS}/a`, { method: 'DELETE' })).json, { code: 404, reason: 'NotFound' });

  registry.create('configmaps', configMap('b'));
  const wrong = { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid: 'other' } };
  t.match((await ask(`${MAPS}/b`, { method: 'DELETE', body: wrong })).json, {
    code: 409,
    reason: 'Conflict',
  });
  t.equal((await ask(`${MAPS}/b?dryRun=All`, { method: 'DELETE' })).code, 200);
  t.ok(registry.find('configmaps', 'default', 'b'));
  t.equal((await ask(`${MAPS}/b`, { method: 'DELETE', body: '[]' })).code, 400);
  t.equal((await ask(`${MAPS}/b`, { method: 'DELETE', body: '{' })).code, 400);
  t.equal((await ask(`${MAPS}/b`, { method: 'DELETE', body: { kind: 'Pod' } })).code, 400);
  t.equal((await ask(`${MAPS}/b`, { method: 'DELETE', body: 'a', contentType: 'text/plain' })).code, 415);
  t.equal((await ask(`${MAPS}/b?gracePeriodSeconds=x`, { method: 'DELETE' })).code, 400);
  const foreground = await ask(`${MAPS}/b?propagationPolicy=Foreground`, { method: 'DELETE' });
  t.equal(foreground.code, 202, 'it waits for its dependents');
  t.match(foreground.json.metadata, { finalizers: ['foregroundDeletion'], deletionTimestamp: /./ });
  t.strictSame(errors, []);
});

t.test('a pod with grace is answered with the pod', async (t) => {
  const { ask, registry, close } = await openFixture();
  t.teardown(close);
  registry.create('pods', pod('p'));
  registry.bind('default', 'p', 'node');
  const marked = await ask(`${PODS}/p`, { method: 'DELETE', body: { gracePeriodSeconds: 7 } });
  t.equal(marked.code, 200);
  t.match(marked.json, { kind: 'Pod', metadata: { deletionGracePeriodSeconds: 7, deletionTimestamp: /./ } });
  const gone = await ask(`${PODS}/p?gracePeriodSeconds=0`, { method: 'DELETE' });
  t.match(gone.json, { kind: 'Pod', metadata: { name: 'p' } });
  t.equal(registry.find('pods', 'default', 'p'), undefined);
});

t.test('deletecollection', async (t) => {
  const { ask, registry, close } = await openFixture();
  t.teardown(close);
  for (const name of ['a', 'b', 'c']) registry.create('configmaps', configMap(name, { labels: { name } }));
  t.equal((await ask('/api/v1/configmaps', { method: 'DELETE' })).code, 405, 'not in all namespaces at once');
  const some = await ask(`${MAPS}?labelSelector=name+in+(a,b)`, { method: 'DELETE' });
  t.equal(some.code, 200);
  t.match(some.json, {
    kind: 'ConfigMapList',
    items: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }],
  });
  t.strictSame(
    registry.list('configmaps').map(({ metadata }) => metadata.name),
    ['c'],
  );
  t.equal((await ask(`${MAPS}?labelSelector=(`, { method: 'DELETE' })).code, 400);
  t.equal(registry.list('configmaps').length, 1);
});
