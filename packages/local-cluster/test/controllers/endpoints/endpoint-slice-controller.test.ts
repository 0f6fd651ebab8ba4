import t from 'tap';
import {
  SLICE_BATCH_MS,
  startEndpointSliceController,
} from '../../../src/controllers/endpoints/endpoint-slice-controller.ts';
import type { EndpointSlice } from '@pod-contagion/api-server/objects';
import type { Registry } from '@pod-contagion/api-server/registry';
import { writeReachedAt } from '@pod-contagion/notations';
import { createPlane, eventsOf, pod, service, setPod } from '../harness.ts';

function slices(registry: Registry): EndpointSlice[] {
  return registry.list('endpointslices', 'default');
}

function endpoints(registry: Registry) {
  return slices(registry).flatMap((slice) => slice.endpoints ?? []);
}

function address(index: number): string {
  return `127.66.${index >> 8}.${index & 255}`;
}

/** Pods on a node, with addresses, all ready. */
function addPods(registry: Registry, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `podder-${String(index).padStart(3, '0')}`;
    registry.create('pods', pod(name));
    registry.bind('default', name, 'local');
    setPod(registry, `default/${name}`, { ready: true, podIP: address(index + 1) });
    return name;
  });
}

t.test('one slice with what is known of each pod', async (t) => {
  const { registry, start, pass, errors } = createPlane(t);
  start(startEndpointSliceController);
  const owner = registry.create('services', service('podder'));
  const [name = ''] = addPods(registry, 1);
  await pass(SLICE_BATCH_MS);
  const [slice, ...others] = slices(registry);
  t.same(others, []);
  t.match(slice, {
    metadata: {
      generateName: 'podder-',
      labels: {
        'kubernetes.io/service-name': 'podder',
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'podder', uid: owner.metadata.uid }],
    },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  });
  t.same(slice?.endpoints, [
    {
      addresses: ['127.66.0.1'],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: 'local',
      targetRef: {
        kind: 'Pod',
        namespace: 'default',
        name,
        uid: registry.get('pods', 'default', name).metadata.uid,
      },
    },
  ]);
  t.same(errors, []);
});

t.test('follows readiness, termination and the end', async (t) => {
  const { registry, start, pass } = createPlane(t);
  start(startEndpointSliceController);
  registry.create('services', service('podder'));
  const [name = ''] = addPods(registry, 1);
  const conditions = () => endpoints(registry).map((endpoint) => endpoint.conditions);
  setPod(registry, `default/${name}`, { ready: false });
  await pass(SLICE_BATCH_MS);
  t.same(conditions(), [{ ready: false, serving: false, terminating: false }]);
  setPod(registry, `default/${name}`, { ready: true });
  await pass(SLICE_BATCH_MS);
  registry.delete('pods', 'default', name);
  await pass(SLICE_BATCH_MS);
  t.same(conditions(), [{ ready: false, serving: true, terminating: true }]);
  registry.delete('pods', 'default', name, { gracePeriodSeconds: 0 });
  await pass(SLICE_BATCH_MS);
  t.match(slices(registry), [{ endpoints: [], ports: [] }], 'an empty slice stays');
});

t.test('of 300 pods only the slice of the one that flaps is written', async (t) => {
  const { registry, start, pass, settle } = createPlane(t);
  start(startEndpointSliceController);
  registry.create('services', service('podder'));
  const names = addPods(registry, 300);
  await pass(SLICE_BATCH_MS);
  t.same(
    slices(registry).map((slice) => slice.endpoints?.length),
    [100, 100, 100],
  );
  let written = 0;
  registry.onChange('endpointslices', () => void written++);
  setPod(registry, `default/${names[7]}`, { ready: false });
  await pass(SLICE_BATCH_MS);
  t.equal(written, 1);
  t.equal(endpoints(registry).filter((endpoint) => endpoint.conditions?.ready === false).length, 1);
  registry.modify('pods', 'default', names[8] ?? '', (draft) => {
    draft.metadata.annotations = { nobody: 'cares' };
  });
  await pass(100);
  t.equal(written, 1, 'what is no business of a Service is not looked at');

  const before = process.cpuUsage();
  for (let second = 0; second < 10; second++) {
    for (const name of names) {
      setPod(registry, `default/${name}`, { ready: second % 2 === 1 });
    }
    await pass(SLICE_BATCH_MS);
  }
  await settle();
  const { user, system } = process.cpuUsage(before);
  t.comment(
    `${((user + system) / 10_000).toFixed(0)} ms of processor time a second, writes of pods included`,
  );
  t.ok(endpoints(registry).every((endpoint) => endpoint.conditions?.ready === true));
});

t.test('named ports may differ from pod to pod', async (t) => {
  const { registry, start, pass } = createPlane(t);
  start(startEndpointSliceController);
  registry.create('services', service('podder'));
  addPods(registry, 1);
  const other = pod('other');
  if (other.spec?.containers[0] !== undefined)
    other.spec.containers[0].ports = [{ name: 'http', containerPort: 9090 }];
  registry.create('pods', other);
  setPod(registry, 'default/other', { ready: true, podIP: '127.66.9.9' });
  await pass(SLICE_BATCH_MS);
  t.same(
    slices(registry)
      .map(({ ports }) => ports?.[0]?.port ?? 0)
      .toSorted((a, b) => a - b),
    [8080, 9090],
  );
});

t.test(
  'where pods share an address, their endpoints are where they are reached, as soon as that is told',
  async (t) => {
    const { registry, start, pass } = createPlane(t);
    start(startEndpointSliceController);
    registry.create('services', service('podder'));
    const [name = ''] = addPods(registry, 1);
    await pass(SLICE_BATCH_MS);
    registry.modify('pods', 'default', name, (draft) =>
      writeReachedAt(draft, { host: '127.0.0.1', ports: { 8080: 12_125 } }),
    );
    await pass(SLICE_BATCH_MS);
    t.match(
      slices(registry).filter((slice) => slice.endpoints?.length === 1),
      [{ ports: [{ port: 12_125 }], endpoints: [{ addresses: ['127.0.0.1'] }] }],
    );
  },
);

t.test('a port that the Service alone knows of is told of, once, where pods share an address', async (t) => {
  const { registry, start, pass } = createPlane(t);
  start(startEndpointSliceController);
  const ports = [
    { name: 'http', port: 80, targetPort: 'http' },
    { name: 'other', port: 81, targetPort: 9090 },
    { name: 'dns', port: 53, targetPort: 53, protocol: 'UDP' as const },
  ];
  registry.create('services', service('podder', { selector: { app: 'podder' }, ports }));
  const names = addPods(registry, 2);
  await pass(SLICE_BATCH_MS);
  t.same(eventsOf(registry, 'Service'), [], 'each pod has an address of its own');
  for (const [index, name] of names.entries()) {
    registry.modify('pods', 'default', name, (draft) =>
      writeReachedAt(draft, { host: '127.0.0.1', ports: { 8080: 12_125 + index } }),
    );
    await pass(SLICE_BATCH_MS);
  }
  const told =
    /^PortNotDeclared: port 81 leads to port 9090, which pod podder-000 does not declare: pods share 127\.0\.0\.1, and all of them would listen at 127\.0\.0\.1:9090; declare containerPort 9090,/;
  t.match(eventsOf(registry, 'Service'), [told]);
  registry.delete('services', 'default', 'podder');
  await pass(SLICE_BATCH_MS);
  registry.create('services', service('podder', { selector: { app: 'podder' }, ports }));
  await pass(SLICE_BATCH_MS);
  t.match(eventsOf(registry, 'Service'), [told, told], 'of another Service again');
});

t.test('publishNotReadyAddresses, labels, and Services without selector', async (t) => {
  const { registry, start, pass } = createPlane(t);
  start(startEndpointSliceController);
  const eager = service('eager', { clusterIP: 'None', publishNotReadyAddresses: true });
  eager.metadata.labels = { team: 'red' };
  registry.create('services', eager);
  registry.create('services', service('manual', { selector: {} }));
  const [name = ''] = addPods(registry, 1);
  setPod(registry, `default/${name}`, { ready: false });
  await pass(SLICE_BATCH_MS);
  t.match(slices(registry), [
    {
      metadata: { labels: { team: 'red', 'service.kubernetes.io/headless': '' } },
      endpoints: [{ conditions: { ready: true, serving: false, terminating: false } }],
    },
  ]);
  t.equal(slices(registry).length, 1);
  registry.modify('services', 'default', 'eager', (draft) => {
    draft.metadata.labels = { team: 'blue' };
  });
  await pass(SLICE_BATCH_MS);
  t.equal(slices(registry)[0]?.metadata.labels?.['team'], 'blue');
});

t.test('a slice that somebody deletes comes back', async (t) => {
  const { registry, start, pass } = createPlane(t);
  start(startEndpointSliceController);
  registry.create('services', service('podder'));
  addPods(registry, 2);
  await pass(SLICE_BATCH_MS);
  registry.delete('endpointslices', 'default', slices(registry)[0]?.metadata.name ?? '');
  t.same(slices(registry), []);
  await pass(SLICE_BATCH_MS);
  t.equal(endpoints(registry).length, 2);
});
