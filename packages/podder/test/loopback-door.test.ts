import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import t from 'tap';
import { openListener } from '../src/listener.ts';
import { exchange, isRefused, rawRequest } from './raw-http.ts';

const ok: RequestListener = (_request, response) => void response.end('ok');
const own = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;
const skip = own === undefined && 'needs an IPv4 address beside the loopback';
const answer = /\r\n\r\nok$/;

t.test('at an address of a pod it answers at localhost as well, until it is closed', { skip }, async (t) => {
  const listener = await openListener('face', { host: own ?? '', port: 0 }, 10, ok);
  const { host, port } = listener.address;
  t.equal(host, own, 'the address is the one that was asked for');
  t.match(await exchange(port, rawRequest('GET /'), host), answer);
  t.match(await exchange(port, rawRequest('GET /')), answer);
  // One that is kept alive would hold the listener open.
  const idle = connect(port, '127.0.0.1');
  idle.on('error', () => {});
  idle.write('GET / HTTP/1.1\r\nHost: podder\r\n\r\n');
  await once(idle, 'data');
  const closed = new Promise((resolve) => idle.on('close', resolve));
  await listener.close(0);
  await closed;
  t.ok(await isRefused(port));
  t.ok(await isRefused(port, host));
});

t.test('connections there count, too', { skip }, async (t) => {
  const listener = await openListener('face', { host: own ?? '', port: 0 }, 1, ok);
  t.teardown(() => listener.close(0));
  const first = connect(listener.address.port, '127.0.0.1');
  first.on('error', () => {});
  await once(first, 'connect');
  const second = connect(listener.address.port, '127.0.0.1');
  second.on('error', () => {});
  await new Promise((resolve) => second.on('close', resolve));
  t.pass('the second was one too many');
  first.destroy();
});

t.test('without it where its port is taken there', { skip }, async (t) => {
  const other = createServer((socket) =>
    socket
      .on('error', () => {})
      .resume()
      .end('other'),
  ).listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo;
  const listener = await openListener('face', { host: own ?? '', port }, 10, ok);
  t.match(await exchange(port, rawRequest('GET /'), own), answer);
  t.equal(await exchange(port, rawRequest('GET /')), 'other');
  await listener.close(0);
  t.notOk(await isRefused(port), 'what is not ours stays');
});

t.test('a loopback address is alone: pods of one machine have one each', async (t) => {
  const one = await openListener('face', { host: '127.0.0.1', port: 0 }, 10, ok);
  t.teardown(() => one.close(0));
  const everywhere = await openListener('face', { host: '0.0.0.0', port: 0 }, 10, ok);
  t.teardown(() => everywhere.close(0));
  t.match(await exchange(everywhere.address.port, rawRequest('GET /')), answer, 'it is among all addresses');
});
