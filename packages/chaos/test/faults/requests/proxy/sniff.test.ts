import { PassThrough } from 'node:stream';
import t from 'tap';
import { sniff } from '../../../../src/faults/requests/proxy/sniff.ts';
import { ByteReader } from '../../../../src/faults/requests/proxy/wire.ts';

const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

function sides(): { client: PassThrough; server: PassThrough; carried: Promise<string> } {
  const [client, server] = [new PassThrough(), new PassThrough()];
  return { client, server, carried: sniff(new ByteReader(client), new ByteReader(server)) };
}

t.test('by the first bytes of the client', async (t) => {
  for (const [text, carried] of [
    ['GET / HTTP/1.1', 'http1'],
    ['PUT', 'http1'],
    ['PRI * HTTP/2.0', 'http2'],
    ['\u0016\u0003', 'http1'],
  ] as const) {
    const one = sides();
    one.client.write(text);
    t.equal(await one.carried, carried, text);
  }
});

t.test('however they come', async (t) => {
  const one = sides();
  for (const letter of 'PRI') {
    one.client.write(letter);
    await new Promise((resolve) => setImmediate(resolve));
  }
  t.equal(await one.carried, 'http2');
});

t.test('a server that speaks first', async (t) => {
  const other = sides();
  other.server.write('220 mail');
  t.equal(await other.carried, 'http1');
  const early = sides();
  early.server.write(SETTINGS);
  await new Promise((resolve) => setImmediate(resolve));
  early.client.write('PRI');
  t.equal(await early.carried, 'http2');
  const gone = sides();
  gone.server.resume().end();
  gone.client.end();
  t.equal(await gone.carried, 'http1');
});
