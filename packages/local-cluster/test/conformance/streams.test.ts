import { connect as connectTls, type TLSSocket } from 'node:tls';
import fc from 'fast-check';
import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import type { Registry } from '@pod-contagion/api-server/registry';
import { runtimeFor, specOf } from '../node/runtime/support.ts';
import { TOKEN, openFixture, pod, type Fixture } from '../../../api-server/test/api/fixture.ts';

const POD = '/api/v1/namespaces/default/pods/p';
const WEBSOCKET = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
};
const SPDY = { connection: 'Upgrade', upgrade: 'SPDY/3.1' };

function addPod(registry: Registry): string {
  const { uid = '' } = registry.create('pods', pod('p')).metadata;
  registry.bind('default', 'p', 'node');
  return uid;
}

/** Sends a request by hand, and gives what comes back. */
async function open(
  { url, ca }: Fixture,
  path: string,
  headers: Record<string, string>,
  token = TOKEN,
): Promise<{ socket: TLSSocket; text: () => string }> {
  const { hostname, port } = new URL(url);
  const socket = connectTls({ host: hostname, port: Number(port), ca });
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  const lines = Object.entries({ host: hostname, authorization: `Bearer ${token}`, ...headers });
  socket.write(
    `GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
  );
  await until('an answer', () => text.includes('\r\n\r\n') || socket.closed);
  return { socket, text: () => text };
}

t.test('what is refused is so before anything else is spoken', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const { registry } = fixture;
  const ask = async (path: string, headers: Record<string, string>, token?: string): Promise<string> => {
    const { socket, text } = await open(fixture, path, headers, token);
    await until('the end of the answer', () => socket.closed);
    return text();
  };
  const v4 = { ...WEBSOCKET, 'sec-websocket-protocol': 'v4.channel.k8s.io' };
  const spdy4 = { ...SPDY, 'x-stream-protocol-version': 'v4.channel.k8s.io' };
  t.match(await ask(`${POD}/exec?command=x&stdout=1`, v4), /^HTTP\/1.1 404 .*pods \\"p\\" not found/s);
  registry.create('pods', pod('p'));
  t.match(await ask(`${POD}/portforward`, v4), / 400 .*query parameter \\"port\\" is required/s);
  t.match(await ask(`${POD}/exec?command=x&stdout=1`, v4), / 400 .*pod p does not have a host assigned/s);
  registry.bind('default', 'p', 'node');
  const cases: [string, Record<string, string>, RegExp][] = [
    ['exec?command=x&stdout=1&container=y', v4, / 400 .*container y is not valid for pod p/s],
    ['exec?command=x&stdout=1', v4, / 500 .*container not found \(\\"main\\"\)/s],
    ['exec?command=x', spdy4, / 400 .*you must specify at least 1 of stdin, stdout, stderr/s],
    ['exec?stdout=1', spdy4, / 400 .*you must specify at least 1 command for the container/s],
    ['attach?stdout=1', spdy4, / 500 .*container main not found in pod p_default/s],
    [
      'portforward',
      { ...SPDY, 'x-stream-protocol-version': 'portforward.k8s.io' },
      / 500 .*pod not found \(\\"p_default\\"\)/s,
    ],
    ['exec?command=x&stdout=1', SPDY, / 400 .*header X-Stream-Protocol-Version does not exist/s],
    [
      'exec?command=x&stdout=1',
      { ...SPDY, 'x-stream-protocol-version': 'v1, v2' },
      / 403 .*client supports \[v1 v2\]/s,
    ],
    [
      'exec?command=x&stdout=1',
      { ...WEBSOCKET, 'sec-websocket-protocol': 'other' },
      / 403 .*server accepts \[v5.channel.k8s.io v4.channel.k8s.io\]/s,
    ],
    [
      'exec?command=x&stdout=1',
      { connection: 'Upgrade', upgrade: 'h2c' },
      / 400 .*Upgrade request required/s,
    ],
  ];
  for (const [path, headers, expected] of cases)
    t.match(await ask(`${POD}/${path}`, headers), expected, path);
  t.match(await ask(`${POD}/exec`, v4, 'wrong'), / 401 .*"message":"Unauthorized"/s);
  t.match((await fixture.ask(`${POD}/attach?stdout=1`)).json, {
    code: 400,
    message: 'Upgrade request required',
  });
  t.equal((await fixture.ask('/api/v1/pods', { headers: { connection: 'keep-alive' } })).code, 200);
  t.strictSame(fixture.errors, []);
});

t.test('elsewhere a wish for another protocol is passed over', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const { socket, text } = await open(fixture, '/api/v1/namespaces/default', { ...SPDY });
  t.match(text(), /^HTTP\/1.1 200 /);
  socket.destroy();
});

t.test('whatever is sent once another protocol is spoken, nothing but that connection ends', async (t) => {
  const runtime = runtimeFor(t);
  const fixture = await openFixture({ find: runtime.find });
  t.teardown(fixture.close);
  const podUid = addPod(fixture.registry);
  await runtime.start(specOf({ podUid, command: ['sleep', '120'] }));
  const ways: [string, Record<string, string>][] = [
    ['portforward', { ...SPDY, 'x-stream-protocol-version': 'portforward.k8s.io' }],
    ['portforward', { ...WEBSOCKET, 'sec-websocket-protocol': 'SPDY/3.1+portforward.k8s.io' }],
    [
      'exec?command=cat&stdin=1&stdout=1&stderr=1',
      { ...SPDY, 'x-stream-protocol-version': 'v4.channel.k8s.io' },
    ],
    [
      'exec?command=cat&stdin=1&stdout=1&stderr=1',
      { ...WEBSOCKET, 'sec-websocket-protocol': 'v5.channel.k8s.io' },
    ],
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ways),
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 80 }), { maxLength: 4 }),
      async ([path, headers], chunks) => {
        const { socket, text } = await open(fixture, `${POD}/${path}`, headers);
        if (!text().startsWith('HTTP/1.1 101 ')) throw new Error(text());
        for (const chunk of chunks) socket.write(chunk);
        socket.end();
        await until('its end', () => socket.closed);
      },
    ),
    { numRuns: 20 },
  );
  t.equal((await fixture.ask('/readyz')).code, 200);
  t.strictSame(fixture.errors, []);
});

t.test('closing the server ends what is spoken there', async (t) => {
  const runtime = runtimeFor(t);
  const fixture = await openFixture({ find: runtime.find });
  const podUid = addPod(fixture.registry);
  await runtime.start(specOf({ podUid, command: ['sleep', '120'] }));
  const { socket } = await open(fixture, `${POD}/attach?stdout=1`, {
    ...WEBSOCKET,
    'sec-websocket-protocol': 'v4.channel.k8s.io',
  });
  await fixture.close();
  await until('the connection to end', () => socket.closed);
});
