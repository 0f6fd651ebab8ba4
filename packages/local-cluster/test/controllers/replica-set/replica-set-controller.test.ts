import t from 'tap';
import { processorMsOf } from '../../../../../scripts/testing/processor-time.ts';
import { isActive } from '../../../src/control-loop/pod-state.ts';
import { startReplicaSetController } from '../../../src/controllers/replica-set/replica-set-controller.ts';
import type { Pod } from '@pod-contagion/api-server/objects';
import type { Registry } from '@pod-contagion/api-server/registry';
import { createPlane, eventsOf, pod, replicaSet, setPod, startFakeKubelet } from '../harness.ts';

function pods(registry: Registry): Pod[] {
  return registry.list('pods', 'default');
}

t.test('makes pods that look as they should', async (t) => {
  const { registry, start, settle, errors } = createPlane(t);
  start(startReplicaSetController, 'replicaset-controller');
  const owner = registry.create('replicasets', replicaSet('generic', 3));
  await settle();
  t.equal(pods(registry).length, 3);
  const [made] = pods(registry);
  t.match(made?.metadata, {
    name: /^generic-[a-z0-9]{5}$/,
    generateName: 'generic-',
    labels: { app: 'podder' },
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'generic',
        uid: owner.metadata.uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  });
  t.same(registry.get('replicasets', 'default', 'generic').status, {
    replicas: 3,
    fullyLabeledReplicas: 3,
    terminatingReplicas: 0,
    observedGeneration: 1,
  });
  t.match(eventsOf(registry, 'ReplicaSet'), [/^SuccessfulCreate: Created pod: generic-/]);
  t.same(errors, []);
});

t.test('counts what is ready, and available later', async (t) => {
  const { registry, start, pass, settle } = createPlane(t);
  start(startReplicaSetController);
  start(startFakeKubelet);
  const wanted = replicaSet('generic', 2);
  if (wanted.spec !== undefined) wanted.spec.minReadySeconds = 10;
  registry.create('replicasets', wanted);
  await settle();
  const status = () => registry.get('replicasets', 'default', 'generic').status;
  t.match(status(), { replicas: 2, readyReplicas: 2 });
  t.equal(status()?.availableReplicas, undefined);
  await pass(9_900, 100);
  t.equal(status()?.availableReplicas, undefined);
  await pass(200, 100);
  t.equal(status()?.availableReplicas, 2);
});

t.test('replaces at once what has a deletionTimestamp, and what has ended', async (t) => {
  const { registry, start, settle } = createPlane(t);
  start(startReplicaSetController);
  start((options) => startFakeKubelet(options, { endsAfterMs: 1e6 }));
  registry.create('replicasets', replicaSet('generic', 2));
  await settle();
  const [first, second] = pods(registry).map(({ metadata }) => metadata.name ?? '');
  registry.delete('pods', 'default', first ?? '');
  await settle();
  t.equal(pods(registry).length, 3, 'one is still terminating');
  t.equal(registry.get('replicasets', 'default', 'generic').status?.terminatingReplicas, 1);
  setPod(registry, `default/${second}`, { phase: 'Failed', ready: false });
  await settle();
  t.equal(pods(registry).length, 4);
  t.equal(pods(registry).filter(isActive).length, 2);
  t.equal(registry.get('replicasets', 'default', 'generic').status?.replicas, 2);
});

t.test('scales down, those that are not ready first', async (t) => {
  const { registry, start, settle } = createPlane(t);
  start(startReplicaSetController, 'replicaset-controller');
  start(startFakeKubelet);
  registry.create('replicasets', replicaSet('generic', 5));
  await settle();
  const unready = pods(registry)
    .slice(1, 3)
    .map(({ metadata }) => metadata.name ?? '');
  for (const name of unready) setPod(registry, `default/${name}`, { ready: false });
  registry.modify('replicasets', 'default', 'generic', (draft) => {
    if (draft.spec !== undefined) draft.spec.replicas = 3;
  });
  await settle();
  t.equal(pods(registry).length, 3);
  t.ok(pods(registry).every(({ metadata }) => !unready.includes(metadata.name ?? '')));
  const deleted = eventsOf(registry, 'ReplicaSet').filter((event) => event.startsWith('SuccessfulDelete'));
  t.same(deleted.toSorted(), unready.map((name) => `SuccessfulDelete: Deleted pod: ${name}`).toSorted());
});

t.test('adopts orphans and releases what does not match any more', async (t) => {
  const { registry, start, settle } = createPlane(t);
  start(startReplicaSetController);
  registry.create('pods', pod('orphan'));
  registry.create('pods', pod('stranger', { app: 'other' }));
  registry.create('replicasets', replicaSet('generic', 2));
  await settle();
  t.equal(pods(registry).length, 3, 'the orphan counts');
  t.equal(registry.get('pods', 'default', 'orphan').metadata.ownerReferences?.[0]?.name, 'generic');
  registry.modify('pods', 'default', 'orphan', (draft) => {
    draft.metadata.labels = { app: 'quarantine' };
  });
  await settle();
  t.equal(registry.get('pods', 'default', 'orphan').metadata.ownerReferences, undefined);
  t.equal(pods(registry).length, 4, 'and is replaced');
  registry.modify('pods', 'default', 'orphan', (draft) => {
    draft.metadata.labels = { app: 'podder' };
  });
  await settle();
  t.equal(pods(registry).length, 3, 'one too many when it comes back');
});

t.test('says what keeps pods from being made', async (t) => {
  const { registry, start, settle, errors } = createPlane(t);
  start((options) => {
    const create: Registry['create'] = (resource, ...rest) => {
      if (resource === 'pods') throw new Error('no room');
      return options.registry.create(resource, ...rest);
    };
    return startReplicaSetController({ ...options, registry: { ...options.registry, create } });
  }, 'replicaset-controller');
  registry.create('replicasets', replicaSet('generic', 3));
  await settle();
  t.match(registry.get('replicasets', 'default', 'generic').status?.conditions, [
    { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'no room' },
  ]);
  t.same(eventsOf(registry, 'ReplicaSet'), ['FailedCreate: Error creating: no room']);
  t.match(errors, [{ message: 'no room' }], 'and is tried again later');
});

t.test('300 pods take well under a second of processor time', async (t) => {
  const { registry, start, settle } = createPlane(t);
  start(startReplicaSetController);
  registry.create('replicasets', replicaSet('generic', 300));
  const spentMs = await processorMsOf(settle);
  t.equal(pods(registry).length, 300);
  t.comment(`${spentMs.toFixed(0)} ms of processor time`);
  t.ok(spentMs < 2000);
});
