import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { freePort } from '../../../../scripts/testing/free-port.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { probeUrl } from '../../src/probe/probe-url.ts';
import type { ConnectionKind, ConnectionReport, ProbeReport, ProbeSample } from '../../src/probe/report.ts';

async function listen(t: Test, server: NetServer, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function serve(t: Test, answer: RequestListener, ofPort = 0): Promise<{ url: string; server: Server }> {
  const server = createHttpServer(answer);
  const port = await listen(t, server, ofPort);
  t.teardown(() => server.closeAllConnections());
  return { url: `http://127.0.0.1:${port}/`, server };
}

function of(report: ProbeReport, kind: ConnectionKind): ConnectionReport {
  const found = report.connections.find(({ connection }) => connection === kind);
  if (found === undefined) throw new Error(`expected ${kind} connections in the report`);
  return found;
}

t.test('each request on each kind of connection', async (t) => {
  const sockets = new Set<Socket>();
  const seen: string[] = [];
  const { url } = await serve(t, (request, response) => {
    sockets.add(request.socket);
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${String(request.headers['x-a'])} ${body}`);
      response.end('ok');
    });
  });
  const samples: ProbeSample[] = [];
  const report = await probeUrl(
    {
      url: `${url}face?a=b#c`,
      ratePerSecond: 50,
      count: 20,
      timeoutMs: 30_000,
      method: 'post',
      headers: { 'X-A': 'b' },
      body: 'hello',
    },
    undefined,
    (sample) => void samples.push(sample),
  );
  t.match(of(report, 'new'), {
    sent: 20,
    answered: 20,
    failed: 0,
    connections: 20,
    outages: [],
    outageCount: 0,
  });
  t.match(of(report, 'kept'), { sent: 20, answered: 20, failed: 0, unfinished: 0, outageSeconds: 0 });
  // One that was opened for a request that then got another may never have been used.
  t.ok(sockets.size > 20 && sockets.size <= 20 + of(report, 'kept').connections);
  t.same(new Set(seen), new Set(['POST /face?a=b b hello']));
  t.equal(samples.length, 40);
  t.match(report, { ratePerSecond: 50, interrupted: false });
  t.ok(report.durationMs >= 380, 'nineteen intervals of 20 ms');
  const { p50Us = 0, maxUs = 0 } = of(report, 'new').latency ?? {};
  t.ok(p50Us > 0 && p50Us <= maxUs && maxUs < 30_000_000);
});

t.test('kept connections are used again, new ones are not', async (t) => {
  for (const [kind, most] of [
    ['kept', Infinity],
    ['new', 1],
  ] as const) {
    const requests = new Map<Socket, number>();
    const ending = new AbortController();
    const { url } = await serve(t, ({ socket }, response) => {
      const count = (requests.get(socket) ?? 0) + 1;
      requests.set(socket, count);
      if (kind === 'kept' ? count === 3 : requests.size === 10) ending.abort();
      response.end('ok');
    });
    await probeUrl({ url, timeoutMs: 30_000, connections: [kind] }, ending.signal);
    t.ok(Math.max(...requests.values()) <= most, kind);
  }
});

t.test('a listener that is closed and opened again', async (t) => {
  const port = await freePort();
  const { url, server } = await serve(t, (_, response) => void response.end('ok'), port);
  const ending = new AbortController();
  let answered = 0;
  let answeredAfter = 0;
  const refusedAtMs = new Map<ConnectionKind, number>();
  const probe = probeUrl({ url, ratePerSecond: 20 }, ending.signal, ({ connection, error }) => {
    if (error === 'refused' && !refusedAtMs.has(connection)) refusedAtMs.set(connection, performance.now());
    if (error === undefined) answered++;
    if (error === undefined && refusedAtMs.size > 0) answeredAfter++;
    if (answeredAfter > 10) ending.abort();
  });
  await until('answers', () => answered > 5);
  server.close();
  server.closeAllConnections();
  // What a busy machine sends late comes all at once: not so many, but for so long.
  await until(
    'refusals for a second',
    () => refusedAtMs.size === 2 && performance.now() - Math.max(...refusedAtMs.values()) >= 1_000,
  );
  server.listen(port, '127.0.0.1');
  const report = await probe;
  t.equal(report.interrupted, true);
  for (const kind of ['new', 'kept'] as const) {
    const { outages, errors } = of(report, kind);
    const longest = outages.toSorted((one, other) => other.lengthSeconds - one.lengthSeconds)[0];
    t.ok(errors.refused ?? 0, `${kind}: refused`);
    t.ok((longest?.lengthSeconds ?? 0) >= 0.8, `${kind}: an outage of ${longest?.lengthSeconds} s`);
    t.type(longest?.end, 'string');
    // Both are rounded, each by itself.
    const betweenMs = (longest?.endMs ?? 0) - (longest?.beginMs ?? 0);
    t.ok(Math.abs(betweenMs - (longest?.lengthSeconds ?? 0) * 1_000) <= 51, `${kind}: ${betweenMs} ms`);
    t.match(of(report, kind).strip.cells, /\..*x.*\./);
  }
});

t.test('a kept connection works on while new ones are refused', async (t) => {
  // A second of them may be sent at once where the machine is busy: there are more connections than that would take.
  const ratePerSecond = 10;
  const kept = ratePerSecond + 2;
  let unanswered: Socket[] = [];
  let seen = 0;
  // Not node:http: its servers close idle connections when they stop listening.
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      unanswered.push(socket);
      // Of both kinds: as long as none is answered, each has a connection of its own.
      if (++seen < 2 * kept) return;
      for (const each of unanswered) each.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      unanswered = [];
    });
  });
  const port = await listen(t, server);
  const ending = new AbortController();
  let refused = 0;
  let answered = 0;
  const report = await probeUrl(
    { url: `http://127.0.0.1:${port}/`, ratePerSecond, timeoutMs: 30_000 },
    ending.signal,
    ({ connection, error }) => {
      if (connection === 'kept' && error === undefined && ++answered === 2 * kept) server.close();
      if (connection === 'new' && error === 'refused') refused++;
      if (refused >= 5) ending.abort();
    },
  );
  t.match(of(report, 'new'), { errors: { refused: 5 }, outages: [{ end: undefined }] });
  t.match(of(report, 'kept'), { failed: 0, outageCount: 0 });
});

t.test('a server that hangs: requests time out, and none waits for another', async (t) => {
  let open = 0;
  let most = 0;
  const { url } = await serve(t, (request) => {
    most = Math.max(most, ++open);
    request.on('close', () => open--);
  });
  const report = await probeUrl({ url, ratePerSecond: 20, count: 10, timeoutMs: 600 });
  for (const kind of ['new', 'kept'] as const) {
    t.match(of(report, kind), { sent: 10, failed: 10, errors: { timeout: 10 }, connections: 10 });
  }
  t.ok(most > 2, `not one after the other: ${most} at a time, of two kinds`);
});

t.test('an answer that stops in the middle', async (t) => {
  const { url } = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
  });
  const samples: ProbeSample[] = [];
  const report = await probeUrl(
    { url, count: 2, timeoutMs: 1_000 },
    undefined,
    (sample) => void samples.push(sample),
  );
  t.match(of(report, 'new').errors, { timeout: 2 });
  t.match(samples[0], { status: 200, error: 'timeout' });
});

t.test('resets, closed connections, and what is not HTTP', async (t) => {
  const kinds = { reset: 'reset', closed: 'closed', protocol: 'protocol' } as const;
  for (const [kind, expected] of Object.entries(kinds)) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        if (kind === 'reset') socket.resetAndDestroy();
        else if (kind === 'closed') socket.end();
        else socket.write('SSH-2.0-OpenSSH_9.2\r\n');
      });
    });
    const port = await listen(t, server);
    const report = await probeUrl({
      url: `http://127.0.0.1:${port}/`,
      ratePerSecond: 50,
      count: 3,
      timeoutMs: 30_000,
    });
    for (const { errors } of report.connections) t.same(errors, { [expected]: 3 }, kind);
  }
});

t.test('statuses: by default 2xx and 3xx, or as told', async (t) => {
  const { url } = await serve(t, (_, response) => void response.writeHead(418).end());
  t.same(of(await probeUrl({ url, count: 1, timeoutMs: 30_000 }), 'new').errors, { 'status 418': 1 });
  t.match(of(await probeUrl({ url, count: 1, timeoutMs: 30_000, expect: 'any' }), 'new'), {
    answered: 1,
    errors: {},
  });
});

t.test('a name that does not exist, a port without TLS', async (t) => {
  const { url } = await serve(t, (_, response) => void response.end());
  const dns = await probeUrl({
    url: 'http://no-such-name.invalid/',
    count: 1,
    timeoutMs: 30_000,
    connections: ['new'],
  });
  t.same(
    dns.connections.map(({ errors }) => errors),
    [{ dns: 1 }],
  );
  const tls = await probeUrl({
    url: url.replace('http:', 'https:'),
    count: 1,
    timeoutMs: 30_000,
    connections: ['kept'],
  });
  t.same(
    tls.connections.map(({ errors }) => errors),
    [{ tls: 1 }],
  );
});

t.test('what can not be sent is counted', async (t) => {
  const { url } = await serve(t, () => undefined);
  const report = await probeUrl({ url, ratePerSecond: 100, count: 30, timeoutMs: 1_000, maxInFlight: 4 });
  for (const { sent, unsent } of report.connections) {
    t.ok(sent >= 4 && unsent.busy > 0, `${sent} sent, ${unsent.busy} not`);
    t.equal(sent + unsent.busy + unsent.late, 30);
  }
});

t.test('the signal ends it at once; what is in flight is neither answered nor failed', async (t) => {
  let asked = 0;
  const { url } = await serve(t, () => void asked++);
  const ending = new AbortController();
  const probe = probeUrl({ url, ratePerSecond: 20, timeoutMs: 60_000 }, ending.signal);
  await until('requests on both kinds of connection', () => asked > 4);
  ending.abort();
  const report = await probe;
  t.equal(report.interrupted, true);
  for (const { sent, unfinished, failed, outageCount } of report.connections) {
    t.ok(sent > 0);
    t.same([unfinished, failed, outageCount], [sent, 0, 0]);
  }
  const before = await probeUrl({ url }, AbortSignal.abort());
  t.match(before.connections, [{ sent: 0 }, { sent: 0 }]);
});

t.test('a body too long to be read to its end is an answer', async (t) => {
  const chunk = Buffer.alloc(1024 * 1024);
  const { url } = await serve(t, (_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  });
  const report = await probeUrl({ url, count: 1, timeoutMs: 30_000 });
  t.match(of(report, 'kept'), { answered: 1, failed: 0 });
});

t.test('wrong options are refused', async (t) => {
  await t.rejects(probeUrl({ url: 'not a url' }), { code: 'CHAOS_USAGE' });
});
