import fc from 'fast-check';
import t from 'tap';
import { linkedServices, serviceVariables } from '../../../src/node/kubelet/service-variables.ts';
import type { Service } from '@pod-contagion/api-server/objects';
import { identityMapping, mappingFrom } from '../../../src/network/port-mapping.ts';
import { reachAtOwnAddress } from '../../../src/network/service-reach.ts';
import { servicePlaces } from '../../../src/network/service-places.ts';

type Ports = NonNullable<NonNullable<Service['spec']>['ports']>;

const service = (name: string, namespace: string, clusterIP: string | undefined, ports: Ports): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { clusterIP, ports },
});

t.test('the variables of a Service, with the port that it is reached at', async (t) => {
  const podder = service('my-podder', 'default', '127.65.0.9', [
    { name: 'http', port: 80 },
    { name: 'dns-udp', port: 53, protocol: 'UDP' },
  ]);
  t.same(
    Object.fromEntries(
      serviceVariables([podder], reachAtOwnAddress((port) => (port === 80 ? 8080 : port)).of),
    ),
    {
      MY_PODDER_SERVICE_HOST: '127.65.0.9',
      MY_PODDER_SERVICE_PORT: '8080',
      MY_PODDER_SERVICE_PORT_HTTP: '8080',
      MY_PODDER_SERVICE_PORT_DNS_UDP: '53',
      MY_PODDER_PORT: 'tcp://127.65.0.9:8080',
      MY_PODDER_PORT_80_TCP: 'tcp://127.65.0.9:8080',
      MY_PODDER_PORT_80_TCP_PROTO: 'tcp',
      MY_PODDER_PORT_80_TCP_PORT: '8080',
      MY_PODDER_PORT_80_TCP_ADDR: '127.65.0.9',
      MY_PODDER_PORT_53_UDP: 'udp://127.65.0.9:53',
      MY_PODDER_PORT_53_UDP_PROTO: 'udp',
      MY_PODDER_PORT_53_UDP_PORT: '53',
      MY_PODDER_PORT_53_UDP_ADDR: '127.65.0.9',
    },
  );
});

t.test('of a port that is reached nowhere there are none', async (t) => {
  const web = service('web', 'default', '127.129.0.9', [
    { name: 'http', port: 80 },
    { name: 'admin', port: 81 },
  ]);
  const variables = serviceVariables([web], () => ({ host: '127.0.0.1', ports: new Map([[81, 12_001]]) }));
  t.same(
    [...variables.keys()],
    [
      'WEB_SERVICE_HOST',
      'WEB_SERVICE_PORT_ADMIN',
      'WEB_PORT_81_TCP',
      'WEB_PORT_81_TCP_PROTO',
      'WEB_PORT_81_TCP_PORT',
      'WEB_PORT_81_TCP_ADDR',
    ],
  );
});

t.test('no two ports of a Service are told of as one', async (t) => {
  const web = service('web', 'default', '127.65.0.9', [
    { name: 'http', port: 80 },
    { name: 'admin', port: 8080 },
    { name: 'quic', port: 80, protocol: 'UDP' },
  ]);
  const reach = reachAtOwnAddress(mappingFrom(1024));
  const variables = Object.fromEntries(serviceVariables([web], reach.of));
  const places = servicePlaces(web, {
    nodeIp: '127.64.0.1',
    address: reach.of(web),
    loadBalancerIp: undefined,
  });
  const listened = Object.fromEntries(places.map(({ portName, port }) => [portName, String(port)]));
  t.same(listened, { http: '18080', admin: '8080' }, 'where the proxy listens');
  t.match(variables, {
    WEB_SERVICE_PORT: '18080',
    WEB_SERVICE_PORT_HTTP: '18080',
    WEB_SERVICE_PORT_ADMIN: '8080',
    WEB_PORT: 'tcp://127.65.0.9:18080',
    WEB_PORT_80_TCP_PORT: '18080',
    WEB_PORT_8080_TCP_PORT: '8080',
    WEB_PORT_80_UDP_PORT: '80',
  });
});

t.test('a container is told of its namespace, and always of the API', async (t) => {
  const all = [
    service('kubernetes', 'default', '127.65.0.1', [{ port: 443 }]),
    service('here', 'a', '127.65.0.2', [{ port: 80 }]),
    service('there', 'b', '127.65.0.3', [{ port: 80 }]),
    service('headless', 'a', 'None', [{ port: 80 }]),
    service('new', 'a', undefined, [{ port: 80 }]),
  ];
  const names = (namespace: string, links: boolean): (string | undefined)[] =>
    linkedServices(all, namespace, links).map(({ metadata }) => metadata.name);
  t.same(names('a', true), ['kubernetes', 'here']);
  t.same(names('a', false), ['kubernetes']);
  t.same(names('default', false), ['kubernetes']);
});

t.test('property: names are those of variables', async (t) => {
  const label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,10}[a-z0-9])?$/);
  fc.assert(
    fc.property(
      label,
      fc.array(fc.record({ name: label, port: fc.integer({ min: 1, max: 65_535 }) })),
      (name, ports) => {
        const reach = reachAtOwnAddress(identityMapping);
        const variables = serviceVariables([service(name, 'default', '127.65.0.2', ports)], reach.of);
        return [...variables.keys()].every((key) => /^[A-Z][A-Z0-9_]*$/.test(key));
      },
    ),
  );
  t.pass('held');
});
