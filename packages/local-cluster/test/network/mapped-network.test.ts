import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import t, { type Test } from 'tap';
import { podPool } from '../../src/network/address-range.ts';
import { block, createNumberPool } from '@pod-contagion/api-server/objects';
import { createMappedNetwork } from '../../src/network/mapped-network.ts';

const HOST = '127.0.0.1';

/**
 * Four ports in a row, of which somebody has the second; below those that connections get by themselves, as which one of another
 * process might come.
 */
async function fourPorts(t: Test): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const ports = [first, first + 1, first + 2, first + 3];
    const servers = await Promise.all(ports.map(listen));
    const [, second] = servers;
    for (const server of servers) if (server !== second) server?.close();
    if (second !== undefined && !servers.includes(undefined)) {
      t.teardown(() => second.close());
      return first;
    }
    second?.close();
  }
}

/** Undefined where somebody has the port. */
async function listen(port: number): Promise<Server | undefined> {
  const server = createServer().listen({ host: HOST, port, exclusive: true });
  return once(server, 'listening').then(
    () => server,
    () => undefined,
  );
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
