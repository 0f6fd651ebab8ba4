import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { jsonLines, run, start, type Running } from '../testing/command-line.ts';

/** A server that answers whoever connects, and hears nothing. */
async function serve(t: Test): Promise<string> {
  const server = createServer((socket) => void socket.end('hello')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const apiOf = (running: Running): string =>
  String(jsonLines(running.outNow()).find(({ what }) => what === 'listening')?.['address']);

t.test('a file of proxies, the API, and an end by a signal that leaves nothing', async (t) => {
  const upstream = await serve(t);
  const config = JSON.stringify([
    {
      name: 'it',
      listen: 'localhost:0',
      upstream,
      toxics: [{ type: 'limit_data', attributes: { bytes: 2 } }],
    },
  ]);
  const file = `${t.testdir({ config })}/config`;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const proxy = start(['proxy', '--port', '0', '--config', file, '--seed', '7', '--json']);
    t.teardown(() => proxy.child.kill('SIGKILL'));
    await proxy.said(/"listening"/);
    const api = apiOf(proxy);
    const { listen } = (await (await fetch(`${api}/proxies/it`)).json()) as { listen: string };
    const asked = await fetch(`http://${listen}/`).catch((error: Error) => error);
    t.ok(asked instanceof Error, 'two bytes are no answer');
    t.equal(
      (await fetch(`${api}/proxies/it/toxics/limit_data_downstream`, { method: 'DELETE' })).status,
      204,
    );
    proxy.child.kill(signal);
    const ended = await proxy.ended;
    t.equal(ended.code, code);
    t.match(jsonLines(ended.out), [
      { event: 'proxy', what: 'started', proxy: 'it', listen, upstream },
      { event: 'proxy', what: 'toxic-added', toxic: { type: 'limit_data' } },
      { event: 'proxy', what: 'listening', address: api },
      { event: 'proxy', what: 'toxic-removed' },
      { event: 'proxy', what: 'stopped' },
      { event: 'report', proxies: [{ name: 'it', listen, upstream }] },
      { event: 'end', exitCode: code },
    ]);
    await t.rejects(fetch(`${api}/version`));
    await t.rejects(fetch(`http://${listen}/`));
  }
});

t.test('an end by its duration', async (t) => {
  const { code, err, out } = await run(['proxy', '--port', '0', '--duration', '1s']);
  t.same([code, out], [0, '']);
  t.match(err, /^REST API on http:\/\/127\.0\.0\.1:\d+\n$/);
});

t.test('wrong usage, before anything is opened', async (t) => {
  const [host, taken] = (await serve(t)).split(':');
  const dir = t.testdir({
    bad: '[{"name": "a", "listen": "nowhere", "upstream": "x:1"}]',
    empty: '',
    outside: '[{"name": "a", "listen": "0.0.0.0:0", "upstream": "x:1"}]',
  });
  const cases: [string[], RegExp][] = [
    [
      ['--host', '0.0.0.0'],
      /^pod-chaos: --host expects an address of loopback unless --expose is given, got "0\.0\.0\.0"\n$/,
    ],
    [['--port', '65536'], /--port expects a whole number from 0 to 65535, got "65536"/],
    [['--port', taken ?? '', '--host', host ?? ''], /--host and --port: can't listen: EADDRINUSE/],
    [['--config', `${dir}/none`], /--config expects a file that can be read, got .*none: ENOENT/],
    [['--config', `${dir}/empty`], /--config .*empty: expected JSON, got nothing/],
    [['--config', `${dir}/bad`], /--config .*bad: proxy a: address nowhere: missing port in address/],
    [
      ['--config', `${dir}/outside`, '--port', '0'],
      /--config: can't listen: listen 0\.0\.0\.0:0: expected an address of loopback/,
    ],
    [['--duration', '1ms'], /--duration expects a duration from 1s to 8760h/],
    [['--seed', '-1'], /--seed expects/],
  ];
  const ended = await Promise.all(cases.map(([argv]) => run(['proxy', ...argv])));
  for (const [index, [argv, message]] of cases.entries()) {
    t.match(ended[index], { code: 2, out: '', err: message }, argv.join(' '));
  }
});
