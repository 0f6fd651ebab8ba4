import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import { httpProbe, type HttpProbe } from '../../../src/node/probes/http-probe.ts';

type Where = Pick<HttpProbe, 'scheme' | 'host' | 'port'>;

async function listen(t: Test, server: Server, host = '127.0.0.1'): Promise<Where> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  t.teardown(() => server.close());
  return { scheme: 'http', host, port: (server.address() as AddressInfo).port };
}

const serve = (t: Test, handler: RequestListener): Promise<Where> => listen(t, createServer(handler));

/** A server that does with each connection what the test says. */
async function serveBytes(t: Test, onSocket: (socket: Socket) => void): Promise<Where> {
  const sockets = new Set<Socket>();
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  });
  t.teardown(() => sockets.forEach((socket) => socket.destroy()));
  return listen(t, server);
}

t.test('200 to 399 passes, the rest fails with its number', async (t) => {
  const where = await serve(t, (request, response) => {
    response.statusCode = Number(request.url?.slice(1));
    response.end('the answer');
  });
  for (const status of [200, 204, 299]) {
    const output = status === 204 ? '' : 'the answer';
    t.same(await httpProbe({ ...where, path: `/${status}`, timeoutMs: 60_000 }), { passed: true, output });
  }
  for (const status of [300, 304, 399]) {
    t.match(await httpProbe({ ...where, path: `/${status}`, timeoutMs: 60_000 }), {
      passed: true,
      warning: true,
      output: /^Probe terminated redirects, Response body: /,
    });
  }
  for (const status of [400, 418, 500, 503]) {
    t.same(await httpProbe({ ...where, path: `/${status}`, timeoutMs: 60_000 }), {
      passed: false,
      output: `HTTP probe failed with statuscode: ${status}`,
    });
  }
});

t.test('what is sent, over a connection of its own', async (t) => {
  const seen: [string, string[]][] = [];
  const ports = new Set<number | undefined>();
  const where = await serve(t, (request, response) => {
    seen.push([request.url ?? '', request.rawHeaders]);
    ports.add(request.socket.remotePort);
    response.end();
  });
  const authority = `127.0.0.1:${where.port}`;
  await httpProbe({ ...where, path: 'live?a=ä b#part', timeoutMs: 60_000 });
  const headers = [
    { name: 'X-A', value: '1' },
    { name: 'host', value: 'other' },
    { name: 'X-A', value: '2' },
    { name: 'accept', value: '' },
    { name: 'User-Agent', value: 'me' },
  ];
  await httpProbe({ ...where, path: '/', headers, timeoutMs: 60_000 });
  t.same(seen, [
    [
      '/live?a=%C3%A4%20b',
      ['Host', authority, 'User-Agent', 'kube-probe/1.36', 'Accept', '*/*', 'Connection', 'close'],
    ],
    ['/', ['Host', 'other', 'User-Agent', 'me', 'X-A', '1', 'X-A', '2', 'Connection', 'close']],
  ]);
  t.equal(ports.size, 2);
});

t.test('nobody there', async (t) => {
  const where = await serve(t, () => {});
  const port = 1;
  t.same(await httpProbe({ ...where, port, path: '/liveness', timeoutMs: 60_000 }), {
    passed: false,
    output: 'Get "http://127.0.0.1:1/liveness": dial tcp 127.0.0.1:1: connect: connection refused',
  });
  t.match(await httpProbe({ ...where, host: '::1', port, path: '/', timeoutMs: 60_000 }), {
    passed: false,
    output: /^Get "http:\/\/\[::1\]:1\/": dial tcp \[::1\]:1: connect: /,
  });
  t.match(await httpProbe({ ...where, host: 'nobody.invalid', path: '/', timeoutMs: 60_000 }), {
    passed: false,
    output: /: dial tcp: lookup nobody\.invalid: /,
  });
});

t.test('no answer in time, and none that ends in time', async (t) => {
  const silent = await serveBytes(t, () => {});
  t.same(await httpProbe({ ...silent, path: '/a', timeoutMs: 100 }), {
    passed: false,
    output: `Get "http://127.0.0.1:${silent.port}/a": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
  });
  const endless = await serve(t, (_request, response) => void response.write('begins'));
  t.same(await httpProbe({ ...endless, path: '/', timeoutMs: 100 }), {
    passed: false,
    output: 'context deadline exceeded (Client.Timeout or context cancellation while reading body)',
    errored: true,
  });
});

t.test('answers that are none', async (t) => {
  const closes = await serveBytes(t, (socket) => socket.once('data', () => socket.end()));
  t.same(await httpProbe({ ...closes, path: '/', timeoutMs: 60_000 }), {
    passed: false,
    output: `Get "http://127.0.0.1:${closes.port}/": EOF`,
  });
  const resets = await serveBytes(t, (socket) => socket.once('data', () => socket.resetAndDestroy()));
  t.match(await httpProbe({ ...resets, path: '/', timeoutMs: 60_000 }), {
    passed: false,
    output: new RegExp(
      `^Get "http://127.0.0.1:${resets.port}/": read tcp 127.0.0.1:[0-9]+->127.0.0.1:${resets.port}: read: connection reset by peer$`,
    ),
  });
  const garbage = await serveBytes(t, (socket) => socket.once('data', () => socket.end('SSH-2.0-x\r\n')));
  t.same(await httpProbe({ ...garbage, path: '/', timeoutMs: 60_000 }), {
    passed: false,
    output: `Get "http://127.0.0.1:${garbage.port}/": net/http: HTTP/1.x transport connection broken: malformed HTTP response "SSH-2.0-x"`,
  });
  const cut = await serveBytes(t, (socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')),
  );
  t.same(await httpProbe({ ...cut, path: '/', timeoutMs: 60_000 }), {
    passed: false,
    output: 'unexpected EOF',
    errored: true,
  });
  t.match(await httpProbe({ ...closes, scheme: 'https', path: '/', timeoutMs: 60_000 }), {
    passed: false,
    output: /^Get "https:/,
  });
  const plain = await serve(t, (_request, response) => response.end());
  t.same(await httpProbe({ ...plain, scheme: 'https', path: '/', timeoutMs: 60_000 }), {
    passed: false,
    output: `Get "https://127.0.0.1:${plain.port}/": http: server gave HTTP response to HTTPS client`,
  });
  t.match(
    await httpProbe({ ...plain, path: '/', headers: [{ name: 'a b', value: 'c' }], timeoutMs: 60_000 }),
    {
      passed: false,
    },
  );
});

t.test('not more than 10 KiB are read of an answer without end', async (t) => {
  const where = await serve(t, (_request, response) => {
    response.on('close', () => clearInterval(timer));
    const timer = setInterval(() => response.write('x'.repeat(4096)), 1);
  });
  const { passed, output } = await httpProbe({ ...where, path: '/', timeoutMs: 60_000 });
  t.equal(passed, true);
  t.equal(output.length, 10 * 1024);
});

t.test('redirects', async (t) => {
  let asked = 0;
  const where = await serve(t, (request, response) => {
    asked += 1;
    const locations: Record<string, string> = {
      '/once': '/well',
      '/loop': '/loop',
      '/away': 'http://elsewhere.invalid/',
      '/ill': `http://127.0.0.1:${where.port}/418`,
    };
    const location = locations[request.url ?? ''];
    if (location !== undefined) response.writeHead(302, { location });
    else response.statusCode = request.url === '/418' ? 418 : 200;
    response.end('body');
  });
  const get = (path: string) => {
    asked = 0;
    return httpProbe({ ...where, path, timeoutMs: 60_000 });
  };
  t.same(await get('/once'), { passed: true, output: 'body' });
  t.equal(asked, 2);
  t.same(await get('/ill'), { passed: false, output: 'HTTP probe failed with statuscode: 418' });
  t.same(await get('/away'), {
    passed: true,
    warning: true,
    output: 'Probe terminated redirects, Response body: body',
  });
  t.equal(asked, 1);
  t.same(await get('/loop'), { passed: false, output: 'Get "/loop": stopped after 10 redirects' });
  t.equal(asked, 10);
});

t.test('nothing is left behind', async (t) => {
  const silent = await serveBytes(t, () => {});
  const well = await serve(t, (_request, response) => response.end());
  const count = () =>
    process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name === 'TCPSocketWrap').length;
  const before = count();
  await Promise.all(
    [silent, well, { ...well, port: 1 }].map((where) => httpProbe({ ...where, path: '/', timeoutMs: 50 })),
  );
  // The servers' ends of the connections are sockets of this process, too.
  await until("no more than before and the silent server's own", () => count() <= before + 1);
});
