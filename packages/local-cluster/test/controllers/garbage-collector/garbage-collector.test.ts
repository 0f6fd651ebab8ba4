import t, { type Test } from 'tap';
import { startDeploymentController } from '../../../src/controllers/deployment/deployment-controller.ts';
import { startGarbageCollector } from '../../../src/controllers/garbage-collector/garbage-collector.ts';
import { startReplicaSetController } from '../../../src/controllers/replica-set/replica-set-controller.ts';
import type { ConfigMap, OwnerReference } from '@pod-contagion/api-server/objects';
import { createPlane, deployment, startFakeKubelet, type Plane } from '../harness.ts';

async function setUp(t: Test, endsAfterMs = 0): Promise<Plane & { counts: () => number[] }> {
  const plane = createPlane(t);
  const { registry, start, settle } = plane;
  start(startGarbageCollector);
  start(startReplicaSetController);
  start(startDeploymentController);
  start((options) => startFakeKubelet(options, { endsAfterMs }));
  registry.create('deployments', deployment('generic', 3));
  await settle();
  const counts = (): number[] =>
    (['deployments', 'replicasets', 'pods'] as const).map(
      (resource) => registry.list(resource, 'default').length,
    );
  t.same(counts(), [1, 1, 3]);
  return { ...plane, counts };
}

function configMap(name: string, ...owners: OwnerReference[]): ConfigMap {
  const ownerReferences = owners.length > 0 ? { ownerReferences: owners } : {};
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default', ...ownerReferences },
  };
}

function referenceTo({ metadata }: ConfigMap, blockOwnerDeletion = false): OwnerReference {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    blockOwnerDeletion,
  };
}

t.test('Background: the owner goes at once, its dependents after it', async (t) => {
  const { registry, settle, counts, errors } = await setUp(t);
  registry.delete('deployments', 'default', 'generic');
  t.same(counts(), [0, 1, 3]);
  await settle();
  t.same(counts(), [0, 0, 0]);
  t.same(errors, []);
});

t.test('Foreground: the owner stays until its dependents are gone', async (t) => {
  const { registry, settle, pass, counts, errors } = await setUp(t, 500);
  registry.delete('deployments', 'default', 'generic', { propagationPolicy: 'Foreground' });
  await settle();
  t.same(counts(), [1, 1, 3], 'pods are ending');
  t.ok(registry.list('pods', 'default').every(({ metadata }) => metadata.deletionTimestamp !== undefined));
  await pass(400);
  t.same(counts(), [1, 1, 3]);
  await pass(200);
  t.same(counts(), [0, 0, 0]);
  t.same(errors, []);
});

t.test('Orphan: the dependents stay and have no owner any more', async (t) => {
  const { registry, settle, counts, errors } = await setUp(t);
  registry.delete('deployments', 'default', 'generic', { propagationPolicy: 'Orphan' });
  await settle();
  t.same(counts(), [0, 1, 3]);
  t.equal(registry.list('replicasets', 'default')[0]?.metadata.ownerReferences, undefined);
  const [replicaSet] = registry.list('replicasets', 'default');
  registry.delete('replicasets', 'default', replicaSet?.metadata.name ?? '', { propagationPolicy: 'Orphan' });
  await settle();
  t.same(counts(), [0, 0, 3]);
  t.same(errors, []);
});

t.test('what names an owner that never existed goes', async (t) => {
  const { registry, start, settle } = createPlane(t);
  start(startGarbageCollector);
  const owner = registry.create('configmaps', configMap('owner'));
  registry.create('configmaps', configMap('good', referenceTo(owner)));
  registry.create('configmaps', configMap('wrong-uid', { ...referenceTo(owner), uid: 'another' }));
  registry.create(
    'configmaps',
    configMap('unknown', { apiVersion: 'x.io/v1', kind: 'Thing', name: 'a', uid: 'b' }),
  );
  await settle();
  const names = () => registry.list('configmaps', 'default').map(({ metadata }) => metadata.name);
  t.same(names(), ['good', 'owner', 'unknown'], 'kinds that are not served may exist elsewhere');
});

t.test('with several owners the last one decides', async (t) => {
  const { registry, start, settle } = createPlane(t);
  start(startGarbageCollector);
  const [a, b] = ['a', 'b'].map((name) => registry.create('configmaps', configMap(name)));
  if (a === undefined || b === undefined) throw new Error('not made');
  registry.create('configmaps', configMap('child', referenceTo(a), referenceTo(b)));
  registry.delete('configmaps', 'default', 'a');
  await settle();
  t.match(registry.get('configmaps', 'default', 'child').metadata.ownerReferences, [{ name: 'b' }]);
  t.equal(registry.get('configmaps', 'default', 'child').metadata.ownerReferences?.length, 1);
  registry.delete('configmaps', 'default', 'b');
  await settle();
  t.equal(registry.find('configmaps', 'default', 'child'), undefined);
});

t.test('a dependent that does not block is not waited for', async (t) => {
  const { registry, start, settle } = createPlane(t);
  start(startGarbageCollector);
  const owner = registry.create('configmaps', configMap('owner'));
  const held = configMap('held', referenceTo(owner));
  held.metadata.finalizers = ['example.org/hold'];
  registry.create('configmaps', held);
  await settle();
  registry.delete('configmaps', 'default', 'owner', { propagationPolicy: 'Foreground' });
  await settle();
  t.equal(registry.find('configmaps', 'default', 'owner'), undefined);
  t.ok(registry.get('configmaps', 'default', 'held').metadata.deletionTimestamp);
});

t.test('what lost its owner before the start is found', async (t) => {
  const { registry, start, settle } = createPlane(t);
  const owner = registry.create('configmaps', configMap('owner'));
  registry.create('configmaps', configMap('child', referenceTo(owner)));
  registry.delete('configmaps', 'default', 'owner');
  start(startGarbageCollector);
  await settle();
  t.same(registry.list('configmaps', 'default'), []);
});

t.test('owners in a circle, and one that owns itself, go', async (t) => {
  for (const propagationPolicy of ['Foreground', 'Background'] as const) {
    const { registry, start, settle, errors } = createPlane(t);
    start(startGarbageCollector);
    const own = (name: string, ...owners: OwnerReference[]): void =>
      void registry.modify('configmaps', 'default', name, (draft) => {
        draft.metadata.ownerReferences = owners;
      });
    const [a, b, c, self] = ['a', 'b', 'c', 'self'].map((name) =>
      registry.create('configmaps', configMap(name)),
    );
    if (a === undefined || b === undefined || c === undefined || self === undefined)
      throw new Error('not made');
    own('a', referenceTo(c, true));
    own('b', referenceTo(a, true));
    own('c', referenceTo(b, true));
    own('self', referenceTo(self, true));
    await settle();
    registry.delete('configmaps', 'default', 'a', { propagationPolicy });
    registry.delete('configmaps', 'default', 'self', { propagationPolicy });
    await settle();
    t.strictSame(registry.list('configmaps', 'default'), [], propagationPolicy);
    t.strictSame(errors, []);
  }
});
