import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import t from 'tap';
import { createApi, Proxies } from '../../src/index.ts';
import { serve, echo } from '../testing/sockets.ts';
import { EXCHANGES } from './exchanges.ts';
import { play } from './play.ts';

t.test('it answers as Toxiproxy does', async (t) => {
  const upstream = await serve(t, echo);
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const taken = `127.0.0.1:${(other.address() as AddressInfo).port}`;
  const proxies = new Proxies();
  const app = createApi(proxies, '0');
  t.teardown(async () => {
    await app.close();
    await proxies.close();
    other.close();
  });
  const base = await app.listen({ host: '127.0.0.1', port: 0 });
  for (const exchange of EXCHANGES) {
    const { ask, status, json, text } = exchange;
    t.same(await play(base, exchange, { upstream, taken }), { status, json, text }, ask.join(' '));
  }
});
