import { once } from 'node:events';
import { createServer } from 'node:net';
import t from 'tap';
import { claimSharedRange, MAX_SHARED_CLUSTERS } from '../../src/network/shared-range.ts';

const random = Math.random;

/** Fails as the system does where a listener cannot be opened. */
const failing = (code: string) => async () => {
  throw Object.assign(new Error(`listen ${code}`), { code });
};

t.test('clusters that share an address have numbers, ports and shown addresses of their own', async (t) => {
  const ranges = await Promise.all([1, 2].map(() => claimSharedRange({ random })));
  const [one, two] = ranges;
  if (one === undefined || two === undefined) throw new Error('expected two ranges');
  for (const range of ranges) {
    t.equal(range.nodeIp, '127.0.0.1');
    const healthz = await fetch(`http://127.0.0.1:${10_248 + range.index}/healthz`);
    t.equal(await healthz.text(), 'ok');
    t.match(range.podAddresses.allocate(), new RegExp(`^127\\.${128 + 2 * range.index}\\.0\\.`));
    t.match(range.serviceAddresses.allocate(), new RegExp(`^127\\.${129 + 2 * range.index}\\.`));
  }
  t.not(one.index, two.index);
  const ports = ranges.flatMap(({ podPorts, servicePorts }) => [
    podPorts.allocate(),
    servicePorts.allocate(),
  ]);
  t.equal(new Set(ports).size, 4);
  t.ok(ports.every((port = 0) => port >= 12_000 && port < 30_000));
  await two.release();
  const again = await claimSharedRange({ random });
  t.not(again.index, one.index);
  for (const range of [one, again]) await range.release();
});

t.test('a port that somebody has is no port for a Service', async (t) => {
  const first = await claimSharedRange({ random });
  const taken = first.servicePorts.allocate() ?? 0;
  await first.release();
  const server = createServer().listen({ host: '127.0.0.1', port: taken, exclusive: true });
  await once(server, 'listening');
  const { index, servicePorts, release } = await claimSharedRange({
    random,
    claim: async (index) => {
      if (index !== first.index) throw Object.assign(new Error('taken'), { code: 'EADDRINUSE' });
      return { close: async () => {} };
    },
  });
  t.equal(index, first.index);
  t.equal(servicePorts.reserve(taken), 'taken');
  t.equal(servicePorts.reserve(taken + 1), 'ok');
  await release();
  server.close();
});

t.test('why no number can be had is told', async (t) => {
  await t.rejects(claimSharedRange({ random, claim: failing('EADDRINUSE') }), {
    code: 'NO_ADDRESS_RANGE',
    message: `expected a free range of ports for a cluster, got none: something listens on all of 127.0.0.1:10248 to ${10_247 + MAX_SHARED_CLUSTERS}; end a cluster and try again`,
  });
  await t.rejects(claimSharedRange({ random, claim: failing('EMFILE') }), { code: 'LISTEN_FAILED' });
});
