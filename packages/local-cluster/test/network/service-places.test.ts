import t from 'tap';
import type { Service } from '@pod-contagion/api-server/objects';
import { identityMapping, mappingFrom } from '../../src/network/port-mapping.ts';
import { reachAtOwnAddress, type ServiceReach } from '../../src/network/service-reach.ts';
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

t.test('where one is not', async (t) => {
  const ports = [{ port: 80 }];
  t.same(places({ clusterIP: 'None', ports }), []);
  t.same(places({ clusterIP: '', ports }), []);
  t.same(places({ type: 'ExternalName', ports }), []);
  t.same(places({}), []);
});
