import t from 'tap';
import { startNamespaceDefaultsController } from '../../src/controllers/namespace-defaults.ts';
import { createSystemNamespaces, SYSTEM_NAMESPACES } from '@pod-contagion/api-server/registry';
import { startNamespaceController } from '../../src/controllers/namespaces.ts';
import { startReplicaSetController } from '../../src/controllers/replica-set/replica-set-controller.ts';
import { createPlane, replicaSet, startFakeKubelet } from './harness.ts';

t.test('every cluster has four', async (t) => {
  const { registry } = createPlane(t);
  createSystemNamespaces(registry);
  createSystemNamespaces(registry);
  t.same(
    registry.list('namespaces').map(({ metadata }) => metadata.name),
    SYSTEM_NAMESPACES,
  );
});

t.test('a namespace is emptied, pods first, and then goes', async (t) => {
  const { registry, start, settle, pass, errors } = createPlane(t);
  start(startNamespaceController);
  start((options) => startNamespaceDefaultsController({ ...options, caCertificate: 'PEM' }));
  start(startReplicaSetController);
  start((options) => startFakeKubelet(options, { endsAfterMs: 1000 }));
  registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'lab' } });
  const own = replicaSet('generic', 3);
  own.metadata.namespace = 'lab';
  registry.create('replicasets', own);
  await settle();
  t.equal(registry.list('pods', 'lab').length, 3);
  registry.delete('namespaces', '', 'lab');
  await settle();
  t.equal(registry.get('namespaces', '', 'lab').status?.phase, 'Terminating');
  t.equal(registry.list('pods', 'lab').length, 3, 'they have their grace');
  t.equal(registry.list('replicasets', 'lab').length, 1, 'the rest waits for them');
  await pass(1500, 100);
  t.equal(registry.find('namespaces', '', 'lab'), undefined);
  for (const resource of ['pods', 'replicasets', 'configmaps', 'serviceaccounts', 'events'] as const) {
    t.same(registry.list(resource, 'lab'), [], resource);
  }
  t.same(errors, []);
});

t.test('each namespace has a ServiceAccount and the root certificate', async (t) => {
  const { registry, start, settle } = createPlane(t);
  start((options) => startNamespaceDefaultsController({ ...options, caCertificate: 'PEM' }));
  await settle();
  const data = () => registry.get('configmaps', 'default', 'kube-root-ca.crt').data;
  t.same(data(), { 'ca.crt': 'PEM' });
  registry.modify('configmaps', 'default', 'kube-root-ca.crt', (draft) => {
    draft.data = { 'ca.crt': 'forged' };
  });
  registry.delete('serviceaccounts', 'default', 'default');
  await settle();
  t.same(data(), { 'ca.crt': 'PEM' });
  t.ok(registry.find('serviceaccounts', 'default', 'default'));
});
