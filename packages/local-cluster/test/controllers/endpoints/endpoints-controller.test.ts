import t from 'tap';
import { startEndpointsController } from '../../../src/controllers/endpoints/endpoints-controller.ts';
import { endpointsSubsets, MAX_ADDRESSES } from '../../../src/controllers/endpoints/subsets.ts';
import { createPlane, pod, service, setPod } from '../harness.ts';

t.test('ready pods apart from those that are not', async (t) => {
  const { registry, start, pass, errors } = createPlane(t);
  start(startEndpointsController);
  registry.create('services', service('podder'));
  for (const [name, podIP] of [
    ['b', '127.66.0.2'],
    ['a', '127.66.0.1'],
    ['c', '127.66.0.3'],
  ] as const) {
    registry.create('pods', pod(name));
    registry.bind('default', name, 'local');
    setPod(registry, `default/${name}`, { ready: name !== 'c', podIP });
  }
  await pass(100);
  const present = () => registry.get('endpoints', 'default', 'podder');
  t.match(present().subsets, [
    {
      addresses: [
        { ip: '127.66.0.1', nodeName: 'local', targetRef: { kind: 'Pod', name: 'a' } },
        { ip: '127.66.0.2', targetRef: { name: 'b' } },
      ],
      notReadyAddresses: [{ ip: '127.66.0.3' }],
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    },
  ]);
  t.equal(present().metadata.labels?.['endpoints.kubernetes.io/managed-by'], 'endpoint-controller');
  const { resourceVersion } = present().metadata;
  registry.modify('services', 'default', 'podder', (draft) => {
    draft.metadata.annotations = { nobody: 'cares' };
  });
  await pass(100);
  t.equal(present().metadata.resourceVersion, resourceVersion, 'what is right is not written');
  registry.delete('pods', 'default', 'a');
  await pass(100);
  t.match(present().subsets, [
    { addresses: [{ ip: '127.66.0.2' }], notReadyAddresses: [{ ip: '127.66.0.3' }] },
  ]);
  registry.delete('services', 'default', 'podder');
  await pass(100);
  t.equal(registry.find('endpoints', 'default', 'podder'), undefined);
  t.same(errors, []);
});

t.test('at most 1000 addresses, ready ones first', async (t) => {
  const pods = Array.from({ length: 1200 }, (_, index) => {
    const each = pod(`p${index}`);
    each.status = {
      phase: 'Running',
      podIP: `127.66.${index >> 8}.${index & 255}`,
      conditions: [{ type: 'Ready', status: index < 300 ? 'False' : 'True' }],
    };
    return each;
  });
  const { subsets, isTruncated } = endpointsSubsets(service('podder'), pods);
  t.ok(isTruncated);
  t.equal(subsets[0]?.addresses?.length, 900);
  t.equal(subsets[0]?.notReadyAddresses?.length, MAX_ADDRESSES - 900);
});
