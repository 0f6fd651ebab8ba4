import t from 'tap';
import type { Service } from '../../../src/machinery/objects.ts';
import { aService, causesOf, createFixture } from '../fixtures.ts';

const RANGE = 'the provided network does not match the current range';

function ports(service: Service): (number | undefined)[] {
  return (service.spec?.ports ?? []).map(({ nodePort }) => nodePort);
}

t.test('a Service gets an address, or the one it asks for', async (t) => {
  const { registry } = createFixture();
  t.equal(registry.create('services', aService()).spec?.clusterIP, '127.65.0.1');
  const asked = registry.create('services', aService({ clusterIP: '127.65.0.5' }, 'asked'));
  t.same([asked.spec?.clusterIP, asked.spec?.clusterIPs], ['127.65.0.5', ['127.65.0.5']]);
  t.same(
    causesOf(() => registry.create('services', aService({ clusterIP: '127.65.0.5' }, 'late'))),
    [
      'spec.clusterIPs: Invalid value: ["127.65.0.5"]: failed to allocate IP 127.65.0.5: provided IP is already allocated',
    ],
  );
  t.same(
    causesOf(() => registry.create('services', aService({ clusterIP: '1.2.3.4' }, 'far'))),
    [`spec.clusterIPs: Invalid value: ["1.2.3.4"]: failed to allocate IP 1.2.3.4: ${RANGE}`],
  );
});

t.test('no address for what wants none', async (t) => {
  const { registry } = createFixture();
  const headless = registry.create('services', aService({ clusterIP: 'None' }, 'headless'));
  t.same(headless.spec?.clusterIPs, ['None']);
  const alias = registry.create(
    'services',
    aService({ type: 'ExternalName', externalName: 'example.com' }, 'alias'),
  );
  t.equal(alias.spec?.clusterIP, undefined);
  t.equal(registry.create('services', aService({}, 'next')).spec?.clusterIP, '127.65.0.1');
});

t.test('ports of the node: given, asked for, taken, out of range, in one go', async (t) => {
  const { registry } = createFixture();
  const two = [
    { name: 'a', port: 80 },
    { name: 'b', port: 81, nodePort: 30_000 },
  ];
  t.same(ports(registry.create('services', aService({ type: 'NodePort', ports: two }))), [30_001, 30_000]);
  const again = { type: 'NodePort', ports: [{ port: 80, nodePort: 30_001 }] };
  t.same(
    causesOf(() => registry.create('services', aService(again, 'again'))),
    ['spec.ports[0].nodePort: Invalid value: 30001: provided port is already allocated'],
  );
  t.same(
    causesOf(() =>
      registry.create('services', aService({ ...again, ports: [{ port: 80, nodePort: 80 }] }, 'low')),
    ),
    [
      'spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-30004',
    ],
  );
  const balancer = registry.create('services', aService({ type: 'LoadBalancer' }, 'balancer'));
  t.same([balancer.spec?.allocateLoadBalancerNodePorts, ports(balancer)], [true, [30_002]]);
  const without = aService({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false }, 'without');
  t.same(ports(registry.create('services', without)), [undefined]);
});

t.test('what a refused or failed write was given goes back, and nobody else loses any', async (t) => {
  const { registry } = createFixture();
  registry.create(
    'services',
    aService({ clusterIP: '127.65.0.1', type: 'NodePort', ports: [{ port: 80, nodePort: 30_000 }] }),
  );
  const greedy = { clusterIP: '127.65.0.2', type: 'NodePort', ports: [{ port: 80, nodePort: 30_000 }] };
  t.equal(causesOf(() => registry.create('services', aService(greedy, 'greedy'))).length, 1);
  t.equal(
    registry.create('services', aService({ clusterIP: '127.65.0.2' }, 'b')).spec?.clusterIP,
    '127.65.0.2',
  );
  // Wrong in itself, and asking for what the first has.
  const wrong = { clusterIP: '127.65.0.1', ports: [] };
  t.equal(causesOf(() => registry.create('services', aService(wrong, 'wrong'))).length, 1);
  t.equal(causesOf(() => registry.create('services', aService({ clusterIP: '127.65.0.1' }, 'c'))).length, 1);
  // Right in itself, with wrong labels: the address goes back.
  const labelled = { ...(aService({ clusterIP: '127.65.0.3' }, 'd') as Service) };
  labelled.metadata = { ...labelled.metadata, labels: { a: '!' } };
  t.equal(causesOf(() => registry.create('services', labelled)).length, 1);
  t.equal(
    registry.create('services', aService({ clusterIP: '127.65.0.3' }, 'e')).spec?.clusterIP,
    '127.65.0.3',
  );
});

t.test('a dry run takes nothing, and says what it would have got', async (t) => {
  const { registry } = createFixture();
  const dry = registry.create('services', aService({ type: 'NodePort' }), { dryRun: true });
  t.ok(dry.spec?.clusterIP?.startsWith('127.65.0.'));
  t.same(
    ports(dry).map((port) => typeof port),
    ['number'],
  );
  const all = Array.from({ length: 10 }, (_, index) =>
    registry.create('services', aService({}, `s${index}`)),
  );
  t.equal(new Set(all.map(({ spec }) => spec?.clusterIP)).size, 10);
  t.throws(() => registry.create('services', aService({}, 'one-more')), { message: /range is full/ });
});

t.test('deletion and a change of type free what was given', async (t) => {
  const { registry } = createFixture();
  registry.create(
    'services',
    aService({ clusterIP: '127.65.0.9', type: 'NodePort', ports: [{ port: 80, nodePort: 30_004 }] }),
  );
  const changed = registry.modify('services', 'default', 'web', ({ spec }) => {
    if (spec !== undefined) spec.type = 'ClusterIP';
  });
  t.same([changed.spec?.clusterIP, ports(changed)], ['127.65.0.9', [undefined]]);
  t.equal(changed.spec?.externalTrafficPolicy, undefined);
  const second = { type: 'NodePort', ports: [{ port: 80, nodePort: 30_004 }] };
  t.same(ports(registry.create('services', aService(second, 'second'))), [30_004]);
  registry.delete('services', 'default', 'web');
  t.equal(
    registry.create('services', aService({ clusterIP: '127.65.0.9' }, 'third')).spec?.clusterIP,
    '127.65.0.9',
  );
});

t.test('an update that leaves out what was given keeps it', async (t) => {
  const { registry } = createFixture();
  const before = registry.create('services', aService({ type: 'NodePort' }));
  const after = registry.update(
    'services',
    aService({ type: 'NodePort', ports: [{ port: 80, targetPort: 8080 }] }),
  );
  t.same([after.spec?.clusterIP, ports(after)], [before.spec?.clusterIP, ports(before)]);
  const same = registry.update(
    'services',
    aService({ type: 'NodePort', ports: [{ port: 80, targetPort: 8080 }] }),
  );
  t.equal(
    same.metadata.resourceVersion,
    after.metadata.resourceVersion,
    'nothing changed, nothing is written',
  );
  t.same(
    causesOf(() => registry.update('services', aService({ clusterIP: '127.65.0.7', type: 'NodePort' }))),
    ['spec.clusterIPs[0]: Invalid value: ["127.65.0.7"]: may not change once set'],
  );
  const more = registry.modify('services', 'default', 'web', ({ spec }) => {
    spec?.ports?.push({ name: 'b', port: 81 });
    if (spec?.ports?.[0]) spec.ports[0].name = 'a';
  });
  t.same(ports(more), [30_000, 30_001]);
});
