import t from 'tap';
import { startEndpointSliceController } from '../../src/controllers/endpoints/endpoint-slice-controller.ts';
import { startKubernetesServiceController } from '../../src/controllers/kubernetes-service.ts';
import { createPlane } from './harness.ts';

t.test('the Service kubernetes leads to the API server, and comes back', async (t) => {
  const { registry, start, settle, errors } = createPlane(t);
  start((options) =>
    startKubernetesServiceController({
      ...options,
      address: '127.0.0.1',
      port: 6443,
      clusterIp: '127.65.0.1',
    }),
  );
  start(startEndpointSliceController);
  await settle();
  t.match(registry.get('services', 'default', 'kubernetes').spec, {
    clusterIP: '127.65.0.1',
    ports: [{ name: 'https', port: 443, targetPort: 6443 }],
  });
  t.match(registry.get('endpoints', 'default', 'kubernetes').subsets, [
    { addresses: [{ ip: '127.0.0.1' }], ports: [{ port: 6443 }] },
  ]);
  const slices = registry.list('endpointslices', 'default');
  t.match(slices, [{ metadata: { name: 'kubernetes' }, endpoints: [{ addresses: ['127.0.0.1'] }] }]);
  t.equal(slices.length, 1);
  registry.delete('services', 'default', 'kubernetes');
  registry.delete('endpoints', 'default', 'kubernetes');
  registry.delete('endpointslices', 'default', 'kubernetes');
  await settle();
  t.ok(registry.find('services', 'default', 'kubernetes'));
  t.ok(registry.find('endpoints', 'default', 'kubernetes'));
  t.ok(registry.find('endpointslices', 'default', 'kubernetes'));
  t.same(errors, []);
});
