import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import t from 'tap';
import { bind } from '../src/bind.ts';

t.test('an IPv4 address is bound at once, and a server listens on what was bound', async (t) => {
  const server = createServer().listen(bind({ host: '127.0.0.1', port: 0 }));
  await once(server, 'listening');
  const { address, port } = server.address() as AddressInfo;
  t.equal(address, '127.0.0.1');
  t.ok(port > 0);
  server.close();
  await once(server, 'close');
});

t.test('other addresses take the ordinary way', async (t) => {
  t.same(bind({ host: '0.0.0.0', port: 1 }), { port: 1, exclusive: true });
  t.same(bind({ host: '::1', port: 1 }), { port: 1, host: '::1', exclusive: true });
  t.same(bind({ host: 'localhost', port: 1 }), { port: 1, host: 'localhost', exclusive: true });
});

t.test('what cannot be bound is an error with the code of the system', async (t) => {
  t.throws(() => bind({ host: '192.0.2.1', port: 0 }), { code: 'EADDRNOTAVAIL' });
  t.throws(() => bind({ host: '127.0.0.999', port: 0 }), { code: 'EINVAL' });
});
