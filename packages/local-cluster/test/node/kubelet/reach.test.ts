import t from 'tap';
import { REACHED_AT } from '@pod-contagion/notations';
import type { Pod } from '@pod-contagion/api-server/objects';
import { portsOf, portsOfContainer } from '../../../src/node/kubelet/reach.ts';
import { fixtureFor } from './fixture.ts';
import { settle } from './manual-clock.ts';

const POD: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: {
    containers: [
      {
        name: 'app',
        ports: [
          { name: 'http', containerPort: 8080 },
          { containerPort: 53, protocol: 'UDP' },
        ],
        readinessProbe: { httpGet: { port: 'http' } },
        livenessProbe: { tcpSocket: { port: 8081 } },
        lifecycle: { preStop: { httpGet: { port: 9090 } } },
      },
      {
        name: 'other',
        ports: [{ containerPort: 9090 }],
        startupProbe: { tcpSocket: { host: 'h', port: 1 } },
      },
    ],
  },
};

t.test('the ports of a pod, and of each of its containers', async (t) => {
  t.same(portsOf(POD), [8080, 9090, 8081]);
  const { containers = [] } = POD.spec ?? {};
  t.same(
    containers.map((container) => portsOfContainer(POD, container)),
    [[8080, 8081], [9090]],
  );
});

t.test('where a pod is reached is told again when somebody has taken that away, and only then', async (t) => {
  const reachedAt = { host: '127.0.0.1', ports: { 8080: 12_251 } };
  for (const [address, expected] of [
    [{ ip: '127.128.0.2', reachedAt }, JSON.stringify(reachedAt)],
    [{ ip: '127.66.0.2' }, undefined],
  ] as const) {
    const { registry, run, pod } = fixtureFor(t, {
      network: { attach: async () => address, detach: async () => {}, close: async () => {} },
    });
    await run({});
    const told = () => pod().metadata.annotations?.[REACHED_AT];
    t.equal(told(), expected);
    for (const annotations of [{}, { [REACHED_AT]: '{"host":"127.0.0.1","ports":{"8080":22}}' }]) {
      const before = pod().metadata.generation;
      registry.update('pods', {
        ...pod(),
        metadata: { ...pod().metadata, annotations: { ...annotations, mine: 'kept' } },
      });
      await settle();
      t.equal(told(), expected);
      t.match(pod().metadata, { annotations: { mine: 'kept' }, generation: before });
    }
    const { resourceVersion } = pod().metadata;
    await settle();
    t.equal(pod().metadata.resourceVersion, resourceVersion);
  }
});
