import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { podPool } from '../../src/network/address-range.ts';
import { block } from '../../src/network/ipv4.ts';
import { createMappedNetwork } from '../../src/network/mapped-network.ts';
import { createNumberPool } from '../../src/network/pool.ts';

const HOST = '127.0.0.1';

/** Four ports in a row, of which somebody has the second. */
async function fourPorts(t: Test): Promise<number> {
  const server = createServer().listen({ host: HOST, port: 0, exclusive: true });
  await once(server, 'listening');
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port - 1;
}

t.test('each port gets one that is free, and comes back', async (t) => {
  const first = await fourPorts(t);
  const podPorts = createNumberPool({ first, last: first + 3, order: { kind: 'sequential' }, range: 'four' });
  const network = createMappedNetwork({
    host: HOST,
    podAddresses: podPool(block('127.128.0.0/16')),
    podPorts,
  });
  const ports = { 8080: first, 8081: first + 2 };
  const place = { ip: '127.128.0.2', reachedAt: { host: HOST, ports } };
  t.same(await network.attach('a', [8080, 8081, 8080]), place, 'not the one that somebody has');
  t.same(await network.attach('a', [8080, 8081]), place, 'the same again');
  t.same(await network.attach('none'), { ip: '127.128.0.3', reachedAt: { host: HOST, ports: {} } });
  await t.rejects(network.attach('b', [80, 81]), {
    code: 'NO_FREE_PORT',
    message: 'expected 2 free ports on 127.0.0.1 in four, got fewer: all others are in use',
  });
  t.match(await network.attach('b', [80]), { reachedAt: { ports: { 80: first + 3 } } }, 'nothing was lost');
  await network.detach('a');
  await network.detach('never');
  t.match(await network.attach('c', [80, 81]), { reachedAt: { ports: { 80: first, 81: first + 2 } } });
  await network.close();
  t.match(await network.attach('d', [1, 2, 3]), { reachedAt: { host: HOST } });
});
