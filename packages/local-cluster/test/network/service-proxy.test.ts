import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { until as untilSo } from '../../../../scripts/testing/until.ts';
import { mappingFrom } from '../../src/network/port-mapping.ts';
import { reachAtOwnAddress } from '../../src/network/service-reach.ts';
import { exchange, listen, outcome, startProxy, until, untilOpen } from './proxy-fixture.ts';

const why = missing('Linux', '127.0.0.0/8');
if (why !== false) {
  t.plan(0, why);
  process.exit();
}

/** Of Services: not a low one, which an ordinary user may not listen on. */
const PORT = 8_088;

/** How many connections, one after the other, may meet the proxy before it has followed the slices. */
const MAX_LAG_TRIES = 50;

t.test('connections go to ready endpoints, each as often as any other', async (t) => {
  const { podAddresses, service, slice } = await startProxy(t);
  const ips = Array.from({ length: 5 }, () => podAddresses.allocate() ?? '');
  const [first = ''] = ips;
  const { port } = await listen(t, first, (socket) => socket.end(first));
  for (const ip of ips.slice(1)) await listen(t, ip, (socket) => socket.end(ip), port);
  const { spec } = service('web', { ports: [{ port: PORT }] });
  const host = spec?.clusterIP ?? '';
  t.equal(await outcome(host, PORT), 'ECONNREFUSED', 'nobody is there yet');
  slice('web', port, Object.fromEntries(ips.map((ip) => [ip, { ready: true }])));
  await untilOpen(host, PORT);
  const counts = new Map<string, number>();
  const connections = 1_500;
  for (let done = 0; done < connections; done += 50) {
    const batch = await Promise.all(Array.from({ length: 50 }, () => exchange(host, PORT)));
    for (const ip of batch) counts.set(ip, (counts.get(ip) ?? 0) + 1);
  }
  t.same([...counts.keys()].toSorted(), ips.toSorted());
  let chiSquare = 0;
  for (const count of counts.values()) chiSquare += (count - connections / 5) ** 2 / (connections / 5);
  t.ok(chiSquare < 30, `chi-square ${chiSquare} of 4 degrees of freedom: more in one of 200,000 runs`);
});

t.test('follows readiness, and refuses where nobody is ready', async (t) => {
  const { podAddresses, registry, service, slice } = await startProxy(t);
  const [one = '', two = ''] = [podAddresses.allocate(), podAddresses.allocate()];
  const { port } = await listen(t, one, (socket) => socket.end('one'));
  await listen(t, two, (socket) => socket.end('two'), port);
  const host = service('web', { ports: [{ port: PORT }] }).spec?.clusterIP ?? '';
  const steps: [string, Record<string, object>][] = [
    ['one', { [one]: { ready: true }, [two]: { ready: false } }],
    ['two', { [one]: { ready: false }, [two]: { ready: true } }],
    ['one', { [one]: { ready: false, serving: true, terminating: true }, [two]: { ready: false } }],
    ['ECONNREFUSED', { [one]: { ready: false }, [two]: { ready: false } }],
    ['two', { [two]: {} }],
    ['ECONNREFUSED', {}],
  ];
  for (const [expected, endpoints] of steps) {
    slice('web', port, endpoints);
    const tries = await until(expected, host, PORT);
    t.ok(tries <= MAX_LAG_TRIES, `${expected} at try ${tries}`);
  }
  slice('web', port, { [one]: {} });
  await until('one', host, PORT);
  registry.delete('services', 'default', 'web');
  await until('ECONNREFUSED', host, PORT);
});

t.test('an endpoint that refuses is not replaced by another', async (t) => {
  const { podAddresses, service, slice } = await startProxy(t, { random: () => 0 });
  const [gone = '', there = ''] = [podAddresses.allocate(), podAddresses.allocate()];
  const { port } = await listen(t, there, (socket) => socket.end('there'));
  const host = service('web', { ports: [{ port: PORT }] }).spec?.clusterIP ?? '';
  slice('web', port, { [gone]: {}, [there]: {} });
  await until('ECONNRESET', host, PORT);
});

t.test('bytes pass unchanged both ways, each direction ends on its own', async (t) => {
  const { podAddresses, service, slice } = await startProxy(t);
  const ip = podAddresses.allocate() ?? '';
  const sizes: number[] = [];
  // Answers with the digest only after the client's direction has ended, then with as much again.
  const { port } = await listen(t, ip, (socket) => {
    const hash = createHash('sha256');
    let size = 0;
    socket.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      size += chunk.length;
    });
    socket.once('end', () => {
      sizes.push(size);
      socket.write(`${hash.digest('hex')}\n`);
      socket.end(Buffer.alloc(size, 'y'));
    });
  });
  const host = service('web', { ports: [{ port: PORT }] }).spec?.clusterIP ?? '';
  slice('web', port, { [ip]: {} });
  await untilOpen(host, PORT);
  for (const size of [0, 1, 100_000, 20_000_000]) {
    const sent = randomBytes(size);
    const socket = connect({ host, port: PORT, allowHalfOpen: true });
    socket.end(sent);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    const received = Buffer.concat(chunks);
    const digest = createHash('sha256').update(sent).digest('hex');
    t.equal(received.subarray(0, 64).toString(), digest);
    t.equal(received.length, 65 + size);
  }
  t.same(sizes, [0, 1, 100_000, 20_000_000]);
});

t.test('who reads slowly holds up who writes', async (t) => {
  const { podAddresses, service, slice } = await startProxy(t);
  const ip = podAddresses.allocate() ?? '';
  let upstream: Socket | undefined;
  const { port } = await listen(t, ip, (socket) => {
    upstream = socket;
    socket.write(Buffer.alloc(200_000_000));
  });
  const host = service('web', { ports: [{ port: PORT }] }).spec?.clusterIP ?? '';
  slice('web', port, { [ip]: {} });
  await untilOpen(host, PORT);
  const socket = connect({ host, port: PORT });
  // It reads the first part, so that all is known to be under way, and no more.
  socket.once('data', () => socket.pause());
  let left = Number.POSITIVE_INFINITY;
  let unchanged = 0;
  await untilSo('the writer to be held up', () => {
    const now = upstream?.writableLength ?? Number.POSITIVE_INFINITY;
    unchanged = now === left && socket.bytesRead > 0 ? unchanged + 1 : 0;
    left = now;
    return unchanged > 20;
  });
  t.ok(left > 150_000_000, 'most waits at the writer, not in the proxy');
  socket.destroy();
});

t.test('a reset is passed on, either way', async (t) => {
  const { podAddresses, service, slice } = await startProxy(t);
  const ip = podAddresses.allocate() ?? '';
  const sockets: Socket[] = [];
  const { port } = await listen(t, ip, (socket) => {
    sockets.push(socket);
    socket.once('data', (data) => data.toString() === 'reset me' && socket.resetAndDestroy());
  });
  const host = service('web', { ports: [{ port: PORT }] }).spec?.clusterIP ?? '';
  slice('web', port, { [ip]: {} });
  await untilOpen(host, PORT);
  await t.rejects(exchange(host, PORT, 'reset me'), { code: 'ECONNRESET' });
  const client = connect({ host, port: PORT });
  client.write('hello');
  await untilSo('the second connection', () => sockets.length === 2);
  sockets[1]?.resume();
  client.resetAndDestroy();
  await t.rejects(once(sockets[1] as Socket, 'close'), { code: 'ECONNRESET' });
});

t.test('1,000 connections at once, and none is left after close', async (t) => {
  const { podAddresses, service, slice, proxy } = await startProxy(t);
  const ip = podAddresses.allocate() ?? '';
  const open = new Set<Socket>();
  const { port } = await listen(t, ip, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.pipe(socket);
  });
  const host = service('web', { ports: [{ port: PORT }] }).spec?.clusterIP ?? '';
  slice('web', port, { [ip]: {} });
  await untilOpen(host, PORT);
  const clients = await Promise.all(
    Array.from({ length: 1_000 }, async (_, index) => {
      const socket = connect({ host, port: PORT });
      socket.write(`client ${index}`);
      const [data] = (await once(socket, 'data')) as [Buffer];
      return { socket, ok: data.toString() === `client ${index}`, index };
    }),
  );
  t.ok(clients.every(({ ok }) => ok));
  t.equal(open.size, 1_000);
  const resets = clients.map(({ socket }) => once(socket, 'close').catch(() => undefined));
  for (const { socket } of clients) socket.on('error', () => {});
  await proxy.close();
  await Promise.all(resets);
  await untilSo('all to be closed', () => open.size === 0);
  const handles = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap');
  t.same(handles, []);
  t.equal(await outcome(host, PORT), 'ECONNREFUSED');
});

t.test('node ports and load balancers have addresses of their own', async (t) => {
  const { podAddresses, serviceAddresses, nodeIp, registry, service, slice, events } = await startProxy(t);
  const ip = podAddresses.allocate() ?? '';
  const { port } = await listen(t, ip, (socket) => socket.end('web'));
  service('web', { type: 'LoadBalancer', ports: [{ port: PORT, nodePort: 31_234 }] });
  slice('web', port, { [ip]: {} });
  await until('web', nodeIp, 31_234);
  await until('web', '127.0.0.1', 31_234);
  const ingress = registry.get('services', 'default', 'web').status?.loadBalancer?.ingress ?? [];
  t.match(ingress, [{ ip: /^127\./, ipMode: 'VIP' }]);
  const external = ingress[0]?.ip ?? '';
  t.equal(serviceAddresses.reserve(external), 'taken');
  await until('web', external, PORT);
  t.same(events, [
    'web Normal EnsuringLoadBalancer: Ensuring load balancer',
    'web Normal EnsuredLoadBalancer: Ensured load balancer',
  ]);
  registry.modify('services', 'default', 'web', (draft) => {
    draft.spec = { ...draft.spec, type: 'ClusterIP', ports: [{ port: PORT }] };
  });
  await until('ECONNREFUSED', external, PORT);
  await until('ECONNREFUSED', nodeIp, 31_234);
  t.same(registry.get('services', 'default', 'web').status?.loadBalancer, {});
  t.equal(serviceAddresses.reserve(external), 'ok');
});

t.test('an address that is wanted and not free is told', async (t) => {
  const { service, events, registry } = await startProxy(t);
  service('web', { type: 'LoadBalancer', loadBalancerIP: '192.0.2.1', ports: [{ port: PORT }] });
  await untilSo('an event', () => events.length > 0);
  t.match(events, [/^web Warning SyncLoadBalancerFailed: .*192\.0\.2\.1 is not free in 127\./]);
  t.notOk(registry.get('services', 'default', 'web').status?.loadBalancer?.ingress);
});

t.test('ports that may not be listened on are replaced, which is told', async (t) => {
  const options = { services: reachAtOwnAddress(mappingFrom(1024)) };
  const { podAddresses, service, slice, events, notices } = await startProxy(t, options);
  const ip = podAddresses.allocate() ?? '';
  const { port } = await listen(t, ip, (socket) => socket.end('web'));
  service('kubernetes', { ports: [{ port: 443 }] });
  const { spec } = service('web', { ports: [{ port: 80 }] });
  slice('web', port, { [ip]: {} });
  service('other', { ports: [{ port: 443 }, { port: 8443, name: 'b' }] });
  await until('web', spec?.clusterIP ?? '', 8080);
  t.same(events, [
    'kubernetes Normal PortReplaced: port 443 is reached at 8443: this user may not listen on low ports',
    'web Normal PortReplaced: port 80 is reached at 8080: this user may not listen on low ports',
    'other Normal PortReplaced: port 443 is reached at 18443: this user may not listen on low ports',
  ]);
  t.same(
    notices,
    ['this user may not listen on low ports: port 80 of Services is reached at 8080, and so on'],
    'not of the one that every cluster has',
  );
});

t.test('a place that somebody has is told and taken later', async (t) => {
  const { podAddresses, service, slice, events, serviceAddresses } = await startProxy(t);
  const ip = podAddresses.allocate() ?? '';
  const clusterIP = serviceAddresses.allocate() ?? '';
  const { port } = await listen(t, ip, (socket) => socket.end('web'));
  const squatter = createServer().listen({ host: clusterIP, port: PORT });
  await once(squatter, 'listening');
  service('web', { clusterIP, ports: [{ port: PORT }] });
  slice('web', port, { [ip]: {} });
  await untilSo('an event', () => events.length > 0);
  t.match(events, [/^web Warning ListenFailed: cannot listen on 127.*:8088: .*EADDRINUSE/]);
  squatter.close();
  await until('web', clusterIP, PORT);
  t.equal(events.length, 1);
});

t.test('a Service with affinity, and one without address', async (t) => {
  const { podAddresses, service, slice } = await startProxy(t);
  const ips = Array.from({ length: 5 }, () => podAddresses.allocate() ?? '');
  const [first = ''] = ips;
  const { port } = await listen(t, first, (socket) => socket.end(first));
  for (const ip of ips.slice(1)) await listen(t, ip, (socket) => socket.end(ip), port);
  service('headless', { clusterIP: 'None', ports: [{ port: PORT }] });
  const host = service('web', { sessionAffinity: 'ClientIP', ports: [{ port: PORT }] }).spec?.clusterIP ?? '';
  slice('web', port, Object.fromEntries(ips.map((ip) => [ip, {}])));
  await untilOpen(host, PORT);
  const seen = new Set<string>();
  for (let count = 0; count < 30; count++) seen.add(await outcome(host, PORT));
  t.equal(seen.size, 1);
});
