import t from 'tap';
import type { KubeObject, ResourceName } from '../../src/machinery/objects.ts';
import { causesOf, cellsOf, createFixture, NOW_MS } from './fixtures.ts';

const ago = (seconds: number): string => `${new Date(NOW_MS - seconds * 1000).toISOString().slice(0, 19)}Z`;

function object(kind: string, parts: object = {}, metadata: object = {}): never {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name: 'a', namespace: 'default', ...metadata },
    ...parts,
  } as never;
}

function causes(resource: ResourceName, given: never): string[] {
  return causesOf(() => createFixture().registry.create(resource, given));
}

function cells(resource: ResourceName, parts: object, metadata: object = {}): unknown[] {
  const { kind } = createFixture();
  return Object.values(
    cellsOf(kind(resource), { metadata: { name: 'a', creationTimestamp: ago(9), ...metadata }, ...parts }),
  );
}

t.test('the table of kinds', async (t) => {
  const { kinds } = createFixture();
  t.same(
    kinds.map(({ resource, shortNames }) => [resource, ...shortNames].join(' ')),
    [
      'namespaces ns',
      'nodes no',
      'pods po',
      'services svc',
      'endpoints ep',
      'endpointslices',
      'events ev',
      'configmaps cm',
      'serviceaccounts sa',
      'deployments deploy',
      'replicasets rs',
    ],
  );
  for (const { columns, resource } of kinds) {
    t.ok(
      columns.every(({ description }) => description.endsWith('.')),
      resource,
    );
    t.ok(
      columns.some(({ name, format }) => name === 'Name' && format === 'name'),
      resource,
    );
  }
});

t.test('cells can be made of objects that have next to nothing', async (t) => {
  const { kinds } = createFixture();
  for (const kind of kinds) {
    const bare = { metadata: {}, involvedObject: {}, spec: {} } as unknown as KubeObject;
    t.doesNotThrow(() => cellsOf(kind, bare), kind.kind);
    t.ok(
      Object.values(kind.selectableFields(bare)).every((value) => typeof value === 'string'),
      kind.kind,
    );
  }
});

t.test('Namespace', async (t) => {
  const { registry } = createFixture();
  const namespace = registry.create(
    'namespaces',
    object('Namespace', {}, { name: 'lab', namespace: undefined }),
  );
  t.same(namespace.metadata.labels, { 'kubernetes.io/metadata.name': 'lab' });
  t.same([namespace.spec, namespace.status], [{ finalizers: ['kubernetes'] }, { phase: 'Active' }]);
  const updated = registry.modify('namespaces', '', 'lab', (draft) => {
    draft.spec = { finalizers: [] };
    draft.metadata.labels = { a: 'b' };
  });
  t.same(updated.spec, { finalizers: ['kubernetes'] });
  t.same(updated.metadata.labels, { a: 'b', 'kubernetes.io/metadata.name': 'lab' });
  t.same(cells('namespaces', { status: { phase: 'Terminating' } }), ['a', 'Terminating', '9s']);
});

t.test('Node', async (t) => {
  const nodeInfo = { kubeletVersion: 'v1.36.2', osImage: 'Debian' };
  const addresses = [{ type: 'InternalIP', address: '127.0.0.1' }];
  const conditions = [{ type: 'Ready', status: 'True' }];
  const labels = {
    'node-role.kubernetes.io/worker': '',
    'node-role.kubernetes.io/control-plane': '',
    'kubernetes.io/role': '',
  };
  t.same(
    cells(
      'nodes',
      { spec: { unschedulable: true }, status: { nodeInfo, addresses, conditions } },
      { labels },
    ),
    [
      'a',
      'Ready,SchedulingDisabled',
      'control-plane,worker',
      '9s',
      'v1.36.2',
      '127.0.0.1',
      '<none>',
      'Debian',
      '<unknown>',
      '<unknown>',
    ],
  );
  t.same(cells('nodes', {}).slice(1, 3), ['Unknown', '<none>']);
  const taints = [{ key: 'a', effect: 'Never' }];
  t.same(causes('nodes', object('Node', { spec: { taints } }, { namespace: undefined })), [
    'metadata.taints[0].effect: Unsupported value: "Never": supported values: "NoExecute", "NoSchedule", "PreferNoSchedule"',
  ]);
});

t.test('ConfigMap', async (t) => {
  t.match(causes('configmaps', object('ConfigMap', { data: { 'a/b': 'x' } })), [
    /^data\[a\/b\]: Invalid value: "a\/b": a valid config key/,
  ]);
  t.same(causes('configmaps', object('ConfigMap', { data: { a: 'x' }, binaryData: { a: 'eA==' } })), [
    'data[a]: Invalid value: "a": duplicate of key present in binaryData',
  ]);
  t.same(causes('configmaps', object('ConfigMap', { data: { a: 'x'.repeat(1024 * 1024 + 1) } })), [
    ': Too long: may not be more than 1048576 bytes',
  ]);
  const { registry } = createFixture();
  registry.create('configmaps', object('ConfigMap', { data: { a: '1' }, immutable: true }));
  t.same(
    causesOf(() => registry.update('configmaps', object('ConfigMap', { data: { a: '2' } }))),
    [
      'immutable: Forbidden: field is immutable when `immutable` is set',
      'data: Forbidden: field is immutable when `immutable` is set',
    ],
  );
  t.same(cells('configmaps', { data: { a: '', b: '' }, binaryData: { c: '' } }), ['a', '3', '9s']);
  t.same(cells('serviceaccounts', {}), ['a', '0', '9s']);
});

t.test('Event', async (t) => {
  const involvedObject = { kind: 'Pod', name: 'p', namespace: 'default', fieldPath: 'spec.containers{main}' };
  const event = {
    involvedObject,
    type: 'Warning',
    reason: 'Unhealthy',
    message: 'Liveness probe failed \n',
    source: { component: 'kubelet', host: 'local' },
    firstTimestamp: ago(100),
    lastTimestamp: ago(5),
    count: 7,
  };
  t.same(cells('events', event), [
    '5s',
    'Warning',
    'Unhealthy',
    'pod/p',
    'spec.containers{main}',
    'kubelet, local',
    'Liveness probe failed',
    '100s',
    '7',
    'a',
  ]);
  const single = { involvedObject, eventTime: ago(3), reportingComponent: 'chaos', reportingInstance: '' };
  t.same(
    cells('events', single).filter((_, index) => [0, 5, 7, 8].includes(index)),
    ['3s', 'chaos', '3s', '1'],
  );
  t.same(causes('events', object('Event', { involvedObject: { ...involvedObject, namespace: 'other' } })), [
    'involvedObject.namespace: Invalid value: "other": does not match event.namespace',
  ]);
  const created = createFixture().registry.create('events', object('Event', { involvedObject, reason: 'x' }));
  t.same([created.source, created.reportingComponent], [{}, '']);
});

t.test('Endpoints', async (t) => {
  const addresses = [{ ip: '127.1.0.1' }, { ip: '127.1.0.2' }];
  const ports = [
    { name: 'a', port: 80 },
    { name: 'b', port: 81 },
  ];
  t.equal(cells('endpoints', {})[1], '<none>');
  t.equal(
    cells('endpoints', { subsets: [{ addresses, ports }] })[1],
    '127.1.0.1:80,127.1.0.2:80,127.1.0.1:81 + 1 more...',
  );
  t.equal(cells('endpoints', { subsets: [{ addresses }] })[1], '127.1.0.1,127.1.0.2');
  t.same(
    causes(
      'endpoints',
      object('Endpoints', { subsets: [{ addresses: [{ ip: 'x' }], ports: [{ port: 0 }] }, {}] }),
    ),
    [
      'subsets[0].addresses[0].ip: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      'subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
      'subsets[1]: Required value: must specify `addresses` or `notReadyAddresses`',
    ],
  );
});

t.test('EndpointSlice', async (t) => {
  const endpoints = [1, 2, 3, 4].map((last) => ({ addresses: [`127.1.0.${last}`] }));
  const ports = [{ port: 80 }];
  t.same(cells('endpointslices', { addressType: 'IPv4', endpoints, ports }), [
    'a',
    'IPv4',
    '80',
    '127.1.0.1,127.1.0.2,127.1.0.3 + 1 more...',
    '9s',
  ]);
  t.same(cells('endpointslices', { addressType: 'IPv4' }).slice(2, 4), ['<unset>', '<unset>']);
  const slice = (parts: object): never =>
    object('EndpointSlice', { apiVersion: 'discovery.k8s.io/v1', ...parts });
  t.same(causes('endpointslices', slice({ endpoints })), ['addressType: Required value']);
  t.same(
    causes(
      'endpointslices',
      slice({ addressType: 'IPv4', endpoints: [{ addresses: [] }, { addresses: ['::1'] }] }),
    ),
    [
      'endpoints[0].addresses: Required value: must contain at least 1 address',
      'endpoints[1].addresses[0]: Invalid value: "::1": must be a valid IPv4 address',
    ],
  );
  const { registry } = createFixture();
  const created = registry.create(
    'endpointslices',
    slice({ addressType: 'IPv4', endpoints, ports: [{ port: 80 }] }),
  );
  t.same(created.ports, [{ name: '', port: 80, protocol: 'TCP' }]);
  t.same(
    causesOf(() => registry.update('endpointslices', slice({ addressType: 'FQDN', endpoints: [] }))),
    ['addressType: Invalid value: "FQDN": field is immutable'],
  );
});
