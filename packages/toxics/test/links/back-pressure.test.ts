/** How much waits in this process for a reader that is slow, or for a toxic. */
import type { Socket } from 'node:net';
import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import {
  CHUNK_OVERHEAD_BYTES,
  MAX_DELAYED_BYTES,
  MAX_PACED_BYTES,
  MAX_UNSENT_BYTES,
} from '../../src/limits.ts';
import type { Proxy } from '../../src/proxies/proxy.ts';
import { dial, readToEnd, setUp } from '../testing/sockets.ts';

/** What is read from a socket at once. */
const ONE_READ = 65_536;

/** Sends for ever, as far as it is let. */
function flood(socket: Socket): void {
  const chunk = Buffer.alloc(ONE_READ, 'x');
  const more = (): void => {
    while (socket.write(chunk));
  };
  socket.on('drain', more).on('error', () => undefined);
  more();
}

const waiting = ({ totals: { downstream } }: Proxy): number =>
  downstream.receivedBytes - downstream.sentBytes;

/** Waits until no more comes in. */
async function still({ totals }: Proxy): Promise<number> {
  let last = -1;
  let same = 0;
  return until('the proxy to read no more', () => {
    const now = totals.downstream.receivedBytes;
    same = now === last && now > 0 ? same + 1 : 0;
    last = now;
    return same > 10 && now;
  });
}

t.test('a reader that does not read: no more than the limit and what was read at once', async (t) => {
  const { proxy } = await setUp(t, flood);
  const client = await dial(t, proxy.listen);
  await still(proxy);
  t.ok(proxy.unsentBytes > 0);
  t.ok(proxy.unsentBytes <= MAX_UNSENT_BYTES + ONE_READ, `${proxy.unsentBytes} bytes`);
  client.destroy();
});

t.test('a toxic holds no more than its limit', async (t) => {
  for (const [toxic, mostBytes] of [
    [{ type: 'latency', attributes: { latency: 3_600_000 } }, MAX_DELAYED_BYTES],
    [{ type: 'bandwidth', attributes: { rate: 0 } }, MAX_PACED_BYTES],
    [{ type: 'slicer', attributes: { average_size: 1_000, delay: 3_600_000_000 } }, MAX_PACED_BYTES],
  ] as const) {
    const { proxies, proxy, add } = await setUp(t, flood);
    add(toxic);
    const client = await dial(t, proxy.listen);
    await still(proxy);
    t.ok(waiting(proxy) <= mostBytes + ONE_READ, `${toxic.type}: ${waiting(proxy)} bytes`);
    t.ok(waiting(proxy) > mostBytes / 2, `${toxic.type}: ${waiting(proxy)} bytes`);
    t.ok(proxies.heldBytes <= mostBytes + ONE_READ + CHUNK_OVERHEAD_BYTES);
    // It goes on where the toxic is gone, and nothing is missing.
    const before = proxy.totals.downstream.receivedBytes;
    client.resume();
    proxy.removeToxic(proxy.toxic(`${toxic.type}_downstream`));
    t.equal(waiting(proxy), 0);
    await until('more to come', () => proxy.totals.downstream.receivedBytes > before + 1_000_000);
    client.destroy();
  }
});

t.test('what was sent arrives whole however slowly it is read', async (t) => {
  const sent = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 253));
  const { proxy, add } = await setUp(t, (socket) => void socket.end(sent));
  add({ type: 'latency', attributes: { latency: 5, jitter: 5 } });
  const client = await dial(t, proxy.listen);
  const end = readToEnd(client);
  client.on('data', () => {
    client.pause();
    setImmediate(() => client.resume());
  });
  const { how, data } = await end;
  t.equal(how, 'end');
  t.ok(data.equals(sent));
});
