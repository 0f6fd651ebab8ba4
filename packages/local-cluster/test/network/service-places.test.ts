import t from 'tap';
import { createNumberPool, type Service } from '@pod-contagion/api-server/objects';
import { identityMapping, mappingFrom } from '../../src/network/port-mapping.ts';
import {
  reachAtOwnAddress,
  reachAtSharedAddress,
  type ServiceReach,
} from '../../src/network/service-reach.ts';
import { servicePlaces } from '../../src/network/service-places.ts';

const placesOf = (service: Service, reach: ServiceReach, loadBalancerIp?: string) =>
  servicePlaces(service, { nodeIp: '127.64.0.1', address: reach.of(service), loadBalancerIp });

const places = (
  spec: Partial<NonNullable<Service['spec']>>,
  mapping = identityMapping,
  loadBalancerIp?: string,
) =>
  placesOf(
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {},
      spec: { clusterIP: '127.65.1.1', ...spec },
    },
    reachAtOwnAddress(mapping),
    loadBalancerIp,
  ).map(({ host, port, servicePort, portName, replaced, required }) =>
    [`${host}:${port}`, servicePort, portName, replaced ? 'replaced' : '', required ? '' : 'optional']
      .join(' ')
      .trim(),
  );

t.test('where a Service is reached', async (t) => {
  const ports = [{ port: 80 }];
  t.same(places({ ports }), ['127.65.1.1:80 80']);
  t.same(places({ ports }, mappingFrom(1024)), ['127.65.1.1:8080 80  replaced']);
  t.same(
    places({ type: 'NodePort', ports: [{ port: 80, name: 'http', nodePort: 30_001 }] }, mappingFrom(1024)),
    ['127.65.1.1:8080 80 http replaced', '127.64.0.1:30001 80 http', '127.0.0.1:30001 80 http  optional'],
  );
  t.same(places({ type: 'LoadBalancer', ports }, identityMapping, '127.65.1.2'), [
    '127.65.1.1:80 80',
    '127.65.1.2:80 80',
  ]);
  t.same(
    places({
      ports: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    }),
    ['127.65.1.1:53 53'],
  );
});

t.test('a port for which none is left is at the node alone', async (t) => {
  const order = { kind: 'sequential' } as const;
  const reach = reachAtSharedAddress('127.0.0.1', createNumberPool({ first: 7, last: 7, order, range: '7' }));
  const ports = [{ port: 80 }, { port: 81 }, { port: 82, nodePort: 30_002 }];
  const web: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {},
    spec: { clusterIP: '127.129.0.9', ports },
  };
  t.same(
    placesOf(web, reach, '127.0.0.1').map(({ host, port }) => `${host}:${port}`),
    ['127.0.0.1:7', '127.64.0.1:30002', '127.0.0.1:30002'],
  );
});

t.test('where one is not', async (t) => {
  const ports = [{ port: 80 }];
  t.same(places({ clusterIP: 'None', ports }), []);
  t.same(places({ clusterIP: '', ports }), []);
  t.same(places({ type: 'ExternalName', ports }), []);
  t.same(places({}), []);
});
