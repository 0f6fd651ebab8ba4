import t from 'tap';
import { createNumberPool, type Service } from '@pod-contagion/api-server/objects';
import { mappingFrom } from '../../src/network/port-mapping.ts';
import { reachAtOwnAddress, reachAtSharedAddress } from '../../src/network/service-reach.ts';

type Ports = NonNullable<NonNullable<Service['spec']>['ports']>;

const service = (uid: string, ports: Ports): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: uid, uid },
  spec: { clusterIP: '127.65.0.9', ports },
});

t.test('at its own address', async (t) => {
  const reach = reachAtOwnAddress(mappingFrom(1024));
  t.equal(reach.shared, undefined);
  const { host, ports } = reach.of(
    service('a', [{ port: 80 }, { port: 53, protocol: 'UDP' }, { port: 9000 }]),
  );
  t.equal(host, '127.65.0.9');
  t.same(Object.fromEntries(ports), { 80: 8080, 9000: 9000 });
});

t.test('at an address that all share', async (t) => {
  const pool = createNumberPool({ first: 1, last: 3, order: { kind: 'sequential' }, range: '1-3' });
  const reach = reachAtSharedAddress('127.0.0.1', pool);
  const web = service('web', [{ port: 80 }, { port: 443 }]);
  t.same(reach.of(web), {
    host: '127.0.0.1',
    ports: new Map([
      [80, 1],
      [443, 2],
    ]),
  });
  t.same(reach.of(web), reach.of(service('web', [{ port: 443 }, { port: 80 }])), 'the same each time');
  t.same(
    [...reach.of(service('other', [{ port: 80 }, { port: 81 }])).ports],
    [[80, 3]],
    'as far as there are any',
  );
  reach.forget('other');
  t.same(
    [...reach.of(service('web', [{ port: 443 }, { port: 444 }])).ports],
    [
      [443, 2],
      [444, 1],
    ],
  );
  reach.forget('web');
  reach.forget('never');
  t.same(
    ['a', 'b', 'c'].map((uid) => reach.of(service(uid, [{ port: 7 }])).ports.size),
    [1, 1, 1],
  );
});

t.test('who has no address takes no port, and gives back what it had', async (t) => {
  const pool = createNumberPool({ first: 1, last: 1, order: { kind: 'sequential' }, range: '1' });
  const reach = reachAtSharedAddress('127.0.0.1', pool);
  const web = service('web', [{ port: 80 }]);
  const nowhere: NonNullable<Service['spec']>[] = [
    { ...web.spec, clusterIP: 'None' },
    { ...web.spec, clusterIP: '' },
    { ...web.spec, type: 'ExternalName' },
  ];
  for (const spec of nowhere) {
    t.same([...reach.of({ ...web, spec }).ports], []);
    t.same([...reach.of(web).ports], [[80, 1]]);
  }
});
