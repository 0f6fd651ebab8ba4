/** Toxiproxy's client for Node.js, of npm, unchanged. */
import t, { type Test } from 'tap';
import { Toxiproxy, type ICreateToxicBody, type Latency } from 'toxiproxy-node-client';
import { createApi, Proxies } from '../../src/index.ts';
import { dial, echo, read, readToEnd, serve } from '../testing/sockets.ts';

async function setUp(t: Test): Promise<{ toxiproxy: Toxiproxy; upstream: string }> {
  const proxies = new Proxies();
  const app = createApi(proxies, '0');
  t.teardown(async () => {
    await app.close();
    await proxies.close();
  });
  const base = await app.listen({ host: '127.0.0.1', port: 0 });
  return { toxiproxy: new Toxiproxy(base), upstream: await serve(t, echo) };
}

const LATENCY: ICreateToxicBody<Latency> = {
  name: 'slow',
  type: 'latency',
  stream: 'downstream',
  toxicity: 1,
  attributes: { latency: 80, jitter: 0 },
};

t.test('a proxy and a toxic, from the cradle to the grave', async (t) => {
  const { toxiproxy, upstream } = await setUp(t);
  t.match(await toxiproxy.getVersion(), /"version": "2\.12\.0/);
  const proxy = await toxiproxy.createProxy({ name: 'it', listen: 'localhost:0', upstream });
  t.match(proxy.toJson(), { name: 'it', listen: /^127\.0\.0\.1:\d+$/, upstream, enabled: true });
  const toxic = await proxy.addToxic(LATENCY);
  t.same(toxic.toJson(), LATENCY);
  const client = await dial(t, proxy.listen);
  const beginMs = performance.now();
  client.write('hello');
  t.equal((await read(client, 5)).toString(), 'hello');
  t.ok(performance.now() - beginMs >= 80);
  t.match(
    await (
      await proxy.getToxic<Latency>('slow')
    ).update({ ...LATENCY, attributes: { latency: 5, jitter: 1 } }),
    {
      attributes: { latency: 5, jitter: 1 },
    },
  );
  await toxic.remove();
  await t.rejects(proxy.getToxic('slow'), { message: 'Request failed with status code 404' });
  const ended = readToEnd(client);
  const down = await proxy.update({ enabled: false, listen: proxy.listen, upstream });
  t.equal(down.enabled, false);
  await ended;
  await t.rejects(dial(t, proxy.listen), { code: 'ECONNREFUSED' });
  await toxiproxy.reset();
  t.equal((await toxiproxy.get('it')).enabled, true);
  await proxy.remove();
  t.same(await toxiproxy.getAll(), {});
});

t.test('populate', async (t) => {
  const { toxiproxy, upstream } = await setUp(t);
  const wanted = ['one', 'two'].map((name) => ({ name, listen: '127.0.0.1:0', upstream }));
  const proxies = await toxiproxy.populate(wanted);
  t.same(Object.keys(proxies), ['one', 'two']);
  t.same(Object.keys(await toxiproxy.getAll()), ['one', 'two']);
  await t.rejects(toxiproxy.createProxy({ name: 'one', listen: '127.0.0.1:0', upstream }), {
    message: 'Request failed with status code 409',
  });
});
