import t from 'tap';
import { aService, causesOf, cellsOf, createFixture } from '../fixtures.ts';

function causes(spec: object, name: string = 'web'): string[] {
  return causesOf(() => createFixture().registry.create('services', aService(spec, name)));
}

t.test('defaults', async (t) => {
  const { registry } = createFixture();
  const { spec, status } = registry.create('services', aService({ ports: [{ port: 80 }] }));
  t.same(spec, {
    clusterIP: '127.65.0.1',
    clusterIPs: ['127.65.0.1'],
    internalTrafficPolicy: 'Cluster',
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
    selector: { app: 'web' },
    sessionAffinity: 'None',
    type: 'ClusterIP',
  });
  t.same(status, { loadBalancer: {} });
  const sticky = registry.create(
    'services',
    aService({ type: 'NodePort', sessionAffinity: 'ClientIP' }, 'sticky'),
  );
  t.same(sticky.spec?.sessionAffinityConfig, { clientIP: { timeoutSeconds: 10_800 } });
  t.equal(sticky.spec?.externalTrafficPolicy, 'Cluster');
});

t.test('mistakes', async (t) => {
  t.same(causes({ ports: [] }), ['spec.ports: Required value']);
  t.same(causes({ ports: [{ port: 80 }, { port: 81 }] }), [
    'spec.ports[0].name: Required value',
    'spec.ports[1].name: Required value',
  ]);
  t.same(causes({ ports: [{ port: 0, targetPort: 'no port' }] }), [
    'spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
    'spec.ports[0].targetPort: Invalid value: "no port": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
  ]);
  const twice = [
    { name: 'a', port: 80 },
    { name: 'b', port: 80 },
  ];
  t.same(causes({ ports: twice }), [
    'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
  ]);
  t.same(causes({ type: 'Cluster' }), [
    'spec.type: Unsupported value: "Cluster": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
  ]);
  t.same(causes({ ports: [{ port: 80, nodePort: 30_000 }] }), [
    "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
  ]);
  t.same(causes({ clusterIP: 'here' }), [
    'spec.clusterIPs[0]: Invalid value: "here": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
  ]);
  t.same(causes({ type: 'NodePort', clusterIP: 'None' }), [
    `spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services`,
  ]);
  t.same(causes({ type: 'ExternalName' }), ['spec.externalName: Required value']);
  t.same(causes({ externalTrafficPolicy: 'Local' }), [
    'spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services',
  ]);
  t.match(causes({}, '1web'), [/^metadata.name: Invalid value: "1web": a DNS-1035 label must consist/]);
});

t.test('columns', async (t) => {
  const { kind } = createFixture();
  const row = (spec: object, status: object = {}): unknown[] => {
    const {
      Type,
      'Cluster-IP': ip,
      'External-IP': external,
      'Port(s)': ports,
      Selector,
    } = cellsOf(kind('services'), {
      metadata: {},
      spec,
      status,
    });
    return [Type, ip, external, ports, Selector];
  };
  const ports = [
    { port: 80, nodePort: 30_001, protocol: 'TCP' },
    { port: 53, protocol: 'UDP' },
  ];
  t.same(row({ type: 'NodePort', clusterIPs: ['1.1.1.1'], ports, selector: { b: '2', a: '1' } }), [
    'NodePort',
    '1.1.1.1',
    '<none>',
    '80:30001/TCP,53/UDP',
    'a=1,b=2',
  ]);
  t.same(row({ type: 'ClusterIP', clusterIPs: ['None'], externalIPs: ['2.2.2.2'] }), [
    'ClusterIP',
    'None',
    '2.2.2.2',
    '<none>',
    '<none>',
  ]);
  t.equal(row({ type: 'LoadBalancer' })[2], '<pending>');
  const loadBalancer = { ingress: [{ ip: '3.3.3.3' }, { hostname: 'a.example' }] };
  t.equal(row({ type: 'LoadBalancer' }, { loadBalancer })[2], '3.3.3.3,a.example');
  t.same(row({ type: 'ExternalName', externalName: 'b.example' }).slice(1, 3), ['<none>', 'b.example']);
});
