import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import t from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import { CONNECTION_LIMIT } from '../../../src/faults/redirect/limits.ts';
import { openProxy } from '../../../src/faults/requests/proxy/proxy.ts';
import { requestFault } from '../requests/testing/fault.ts';
import { listen, proxied, rawServer } from '../requests/testing/proxied.ts';

const FAULT = requestFault({ delay: { averageMs: 1, variationMs: 0 } });

t.test('connections beyond the limit are closed, and counted', async (t) => {
  const one = await proxied(
    t,
    rawServer(() => undefined),
    FAULT,
  );
  const sockets: Socket[] = [];
  t.teardown(() => sockets.forEach((socket) => socket.destroy()));
  for (let count = 0; count < CONNECTION_LIMIT; count++) {
    const socket = connect(one.proxy.port, '127.0.0.1');
    sockets.push(socket.on('error', () => undefined));
    if (count % 64 === 0) await once(socket, 'connect');
  }
  await once(sockets.at(-1) as Socket, 'connect');
  const last = connect(one.proxy.port, '127.0.0.1').on('error', () => undefined);
  await once(last, 'close');
  await until('it to be counted', () => one.proxy.counts().refused > 0);
  t.equal(one.proxy.counts().refused, 1);
});

t.test('a port that is taken is an error', async (t) => {
  const port = await listen(
    t,
    rawServer(() => undefined),
  );
  // Wildcard and loopback are one port to the system only where both are wildcards.
  const first = await openProxy({ fault: { ...FAULT, port } });
  t.teardown(() => first.close());
  await t.rejects(openProxy({ fault: { ...FAULT, port }, listenPort: first.port }), { code: 'EADDRINUSE' });
});

t.test('closing twice is closing once', async (t) => {
  const one = await proxied(
    t,
    rawServer(() => undefined),
    FAULT,
  );
  await Promise.all([one.proxy.close(), one.proxy.close()]);
  t.notOk(one.proxy.isListening());
});
