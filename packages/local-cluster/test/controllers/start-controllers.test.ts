import t from 'tap';
import { startControllers } from '../../src/controllers/start-controllers.ts';
import { createPlane, deployment, node, service, startFakeKubelet } from './harness.ts';

t.test('all together: 300 podders behind a Service, and gone again', async (t) => {
  const { registry, clock, start, pass, errors } = createPlane(t, { withNode: false });
  registry.create('nodes', node('local', '500'));
  start(() =>
    startControllers({
      registry,
      clock,
      random: Math.random,
      onError: (error) => errors.push(error),
      apiServer: { address: '127.0.0.1', port: 6443, clusterIp: '127.65.0.200' },
      caCertificate: 'PEM',
    }),
  );
  start((options) => startFakeKubelet(options, {}, false));
  registry.create('services', service('podder'));
  const before = process.cpuUsage();
  registry.create('deployments', deployment('generic', 300));
  await pass(200, 50);
  const { user, system } = process.cpuUsage(before);
  t.equal(registry.get('deployments', 'default', 'generic').status?.availableReplicas, 300);
  const slices = registry
    .list('endpointslices', 'default')
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'podder');
  t.equal(slices.flatMap(({ endpoints }) => endpoints ?? []).length, 300);
  t.comment(
    `${((user + system) / 1000).toFixed(0)} ms of processor time for 300 pods, the kubelet's part included`,
  );
  registry.delete('deployments', 'default', 'generic', { propagationPolicy: 'Foreground' });
  registry.delete('services', 'default', 'podder');
  await pass(500, 50);
  t.same(registry.list('pods'), []);
  t.same(registry.list('deployments'), []);
  t.same(
    registry.list('endpointslices').map(({ metadata }) => metadata.name),
    ['kubernetes'],
  );
  t.same(errors, []);
});
