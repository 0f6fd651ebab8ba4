/** For which connections a toxic is at work. */
import t from 'tap';
import { seededRandom } from '../../src/index.ts';
import { dial, echo, read, readToEnd, setUp } from '../testing/sockets.ts';

t.test('about the share of connections that it is meant for', async (t) => {
  const { proxy, add } = await setUp(t, echo, { random: seededRandom(5) });
  add({ type: 'limit_data', toxicity: 0.5, attributes: { bytes: 0 } });
  let hit = 0;
  for (let index = 0; index < 40; index++) {
    const client = await dial(t, proxy.listen);
    client.end('x');
    const { data } = await readToEnd(client);
    if (data.length === 0) hit += 1;
    client.destroy();
  }
  t.ok(hit >= 8 && hit <= 32, `${hit} of 40`);
});

t.test('a connection keeps its draw when the toxicity changes', async (t) => {
  const { proxy, add } = await setUp(t, echo, { random: () => 0.5 });
  add({ type: 'latency', toxicity: 0.4, attributes: { latency: 3_600_000 } });
  const client = await dial(t, proxy.listen);
  const exchange = async (): Promise<string> => {
    client.write('x');
    return (await read(client, 1)).toString();
  };
  t.equal(await exchange(), 'x');
  const toxic = proxy.toxic('latency_downstream');
  proxy.changeToxic(toxic, { toxicity: 0.6, attributes: { latency: 60, jitter: 0 } });
  const beginMs = performance.now();
  t.equal(await exchange(), 'x');
  t.ok(performance.now() - beginMs >= 60);
  proxy.changeToxic(toxic, { toxicity: 0.6, attributes: { latency: 3_600_000, jitter: 0 } });
  client.write('y');
  proxy.changeToxic(toxic, { toxicity: 0.5, attributes: toxic.attributes });
  t.equal((await read(client, 1)).toString(), 'y');
});
