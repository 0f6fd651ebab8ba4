import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import t, { type Test } from 'tap';
import { writeReachedAt } from '@pod-contagion/notations';
import { createCertificates } from '../../../src/credentials/certificates.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { openFixture, pod } from '../fixture.ts';

type Seen = Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { body: string };

/** A program in a pod: answers what it was asked. */
async function openPod(t: Test): Promise<{ port: number; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const part of request) body += String(part);
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body });
      if (url === '/move') response.writeHead(302, { location: '/there' }).end();
      else
        response
          .writeHead(418, { 'x-pod': 'yes', 'set-cookie': ['a=1', 'b=2'] })
          .end(`${method} ${url} ${body}`);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { port: (server.address() as AddressInfo).port, seen };
}

function addPod(registry: Registry, containerPort: number, podIP = '127.0.0.1'): void {
  const made = pod('p');
  made.spec = { containers: [{ name: 'main', image: 'x', ports: [{ containerPort }] }] };
  registry.create('pods', made);
  registry.modify('pods', 'default', 'p', (draft) => void (draft.status = { ...draft.status, podIP }), {
    subresource: 'status',
  });
}

const POD = '/api/v1/namespaces/default/pods/p';

t.test('pods', async (t) => {
  const { ask, registry, close, errors } = await openFixture();
  t.teardown(close);
  const { port, seen } = await openPod(t);
  t.equal((await ask(`${POD}/proxy/`)).code, 404);
  addPod(registry, port);

  const answer = await ask(`${POD}/proxy/face/a%2Fb?x=1`, {
    method: 'POST',
    body: 'action=achoo',
    contentType: 'application/x-www-form-urlencoded',
    headers: { 'x-mine': 'kept', connection: 'keep-alive' },
  });
  t.equal(answer.code, 418);
  t.equal(answer.text, 'POST /face/a%2Fb?x=1 action=achoo');
  t.equal(answer.headers['x-pod'], 'yes');
  t.strictSame(answer.headers['set-cookie'], ['a=1', 'b=2']);
  const [first] = seen;
  t.equal(first?.headers.authorization, undefined, 'the token stays here');
  t.match(first?.headers, {
    'content-type': 'application/x-www-form-urlencoded',
    'x-mine': 'kept',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'https',
    'x-forwarded-uri': `${POD}/proxy/face/a%2Fb`,
  });

  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    t.equal((await ask(`${POD}:${port}/proxy/`, { method })).text, `${method} / `);
  }
  t.equal((await ask(`${POD}/proxy/`, { method: 'HEAD' })).code, 418);
  t.equal((await ask(`${POD}/proxy/move`)).headers['location'], `${POD}/proxy/there`);
  const root = await ask(`${POD}/proxy?a=b`);
  t.equal(root.code, 301);
  t.equal(root.headers['location'], `${POD}/proxy/?a=b`);
  t.equal(
    (await ask(`http:p:${port}`.replace(/^/, '/api/v1/namespaces/default/pods/') + '/proxy/')).code,
    418,
  );
  t.equal((await ask(`${POD}:0/proxy/`)).code, 400);
  t.equal((await ask('/api/v1/namespaces/default/pods/ftp:p:1/proxy/')).code, 400);
  const closed = await ask(`${POD}:1/proxy/`);
  t.match(closed.json, {
    code: 503,
    reason: 'ServiceUnavailable',
    message: /^error trying to reach service: /,
  });
  t.strictSame(errors, []);
});

t.test('of a pod that shares its address only its own ports are reached', async (t) => {
  const { ask, registry, close } = await openFixture();
  t.teardown(close);
  const { port, seen } = await openPod(t);
  const stranger = await openPod(t);
  addPod(registry, 8080, '127.128.0.9');
  const tell = (ports: Record<number, number>): void =>
    void registry.modify('pods', 'default', 'p', (draft) =>
      writeReachedAt(draft, { host: '127.0.0.1', ports }),
    );
  tell({ 8080: port, 8081: port });
  t.equal((await ask(`${POD}/proxy/`)).text, 'GET / ');
  t.equal((await ask(`${POD}:8081/proxy/`)).text, 'GET / ');
  for (const wanted of [stranger.port, port]) {
    t.match((await ask(`${POD}:${wanted}/proxy/`)).json, {
      code: 400,
      reason: 'BadRequest',
      message: `expected a port that pod "p" declares or is probed at (8080, 8081), got "${wanted}": pods share 127.0.0.1, and another port may be anybody's; declare it as a containerPort`,
    });
  }
  t.match((await ask(`${POD}:http/proxy/`)).json, { code: 400, message: /got "http"/ });
  tell({});
  t.match((await ask(`${POD}/proxy/`)).json, { code: 400, message: /\(it has none\), got "8080"/ });
  t.equal(seen.length, 2);
  t.same(stranger.seen, []);
});

t.test('a large body goes through as it comes', async (t) => {
  const { ask, registry, close } = await openFixture();
  t.teardown(close);
  const { port, seen } = await openPod(t);
  addPod(registry, port);
  const body = 'x'.repeat(5 * 1024 * 1024);
  const { text } = await ask(`${POD}/proxy/`, { method: 'PUT', body });
  t.equal(text.length, body.length + 'PUT / '.length, 'more than a body for the API itself may have');
  t.equal(seen[0]?.headers['content-length'], String(body.length));
});

t.test('a pod without address, and one over TLS', async (t) => {
  const { ask, registry, close } = await openFixture();
  t.teardown(close);
  const { certificate, key } = await createCertificates({ hosts: ['elsewhere'], nowMs: Date.now() });
  const server = createTlsServer({ cert: certificate, key }, (_request, response) => response.end('tls'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  addPod(registry, port, '');
  t.match((await ask(`${POD}/proxy/`)).json, { code: 400, message: 'address not allowed' });
  registry.modify(
    'pods',
    'default',
    'p',
    (draft) => void (draft.status = { ...draft.status, podIP: '127.0.0.1' }),
    {
      subresource: 'status',
    },
  );
  t.equal((await ask(`/api/v1/namespaces/default/pods/https:p:${port}/proxy/`)).text, 'tls');
});

t.test('services', async (t) => {
  let chance = 0;
  const { ask, registry, close, errors } = await openFixture({ random: () => chance });
  t.teardown(close);
  const [first, second] = [await openPod(t), await openPod(t)];
  const SERVICE = '/api/v1/namespaces/default/services/web';
  t.equal((await ask(`${SERVICE}:80/proxy/`)).code, 404);
  registry.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default' },
    spec: { ports: [{ name: 'http', port: 80 }] },
  });
  registry.create('endpoints', {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'web', namespace: 'default' },
    subsets: [],
  });
  const none = await ask(`${SERVICE}:http/proxy/`);
  t.match(none.json, { code: 503, message: 'no endpoints available for service "web:http"' });
  registry.modify('endpoints', 'default', 'web', (draft) => {
    draft.subsets = [first, second].map(({ port }) => ({
      addresses: [{ ip: '127.0.0.1' }],
      notReadyAddresses: [{ ip: '127.0.0.9' }],
      ports: [{ name: 'http', port }],
    }));
  });
  t.equal((await ask(`${SERVICE}:http/proxy/a`)).text, 'GET /a ');
  chance = 0.99;
  t.equal((await ask(`${SERVICE}:80/proxy/b`)).text, 'GET /b ');
  t.strictSame([first.seen.length, second.seen.length], [1, 1], 'by chance, one or the other');
  t.match((await ask(`${SERVICE}:81/proxy/`)).json, {
    code: 503,
    message: 'no service port 81 found for service "web"',
  });
  t.equal((await ask(`${SERVICE}/proxy/`)).code, 503, 'a port with a name has to be named');
  t.strictSame(errors, []);
});
