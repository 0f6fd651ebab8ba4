import t from 'tap';
import { readProbeOptions, type ProbeOptions } from '../../src/probe/options.ts';

const url = 'http://127.0.0.1:8080/face?x=1';

t.test('fills in what is left out', async (t) => {
  const { isExpected, url: read, ...plan } = readProbeOptions({ url });
  t.equal(read.href, url);
  t.same([200, 302, 404].map(isExpected), [true, true, false]);
  t.same(plan, {
    ratePerSecond: 10,
    timeoutMs: 1_000,
    method: 'GET',
    headers: {},
    body: undefined,
    durationMs: undefined,
    count: undefined,
    connections: ['new', 'kept'],
    maxInFlight: 1_000,
    insecure: false,
  });
  t.match(readProbeOptions({ url, method: 'post', headers: { 'X-A': 'b' } }), {
    method: 'POST',
    headers: { 'x-a': 'b' },
  });
});

t.test('refuses, before anything is sent', async (t) => {
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ url: 'localhost:8080' }, /expected a URL such as .*"localhost:8080"/],
    [{ url: 'ftp://a/' }, /expected a URL/],
    [{ url: '' }, /expected a URL/],
    [{ url: 'http://user:secret@a/' }, /without user and password/],
    [{ url: 'http://a:0/' }, /a port from 1 to 65535/],
    [{ ratePerSecond: 0 }, /a rate per second from 0.01 to 1000, got 0/],
    [{ ratePerSecond: NaN }, /a rate per second/],
    [{ ratePerSecond: '10' }, /a rate per second .* got "10"/],
    [{ timeoutMs: 61_000 }, /a timeout in ms from 10 to 60000/],
    [{ durationMs: 0 }, /a duration in ms/],
    [{ count: 1.5 }, /a count .* whole, got 1.5/],
    [{ maxInFlight: 0 }, /in flight/],
    [{ expect: 'ok' }, /statuses such as/],
    [{ method: 'GET /' }, /an HTTP method/],
    [{ method: 'connect' }, /an HTTP method/],
    [{ headers: { 'a b': '1' } }, /the name of a header/],
    [{ headers: { a: '1\r\nb: 2' } }, /without line ends/],
    [{ headers: { Connection: 'close' } }, /does not set by itself, got Connection/],
    [{ connections: [] }, /connections new, kept or both/],
    [{ connections: ['old'] }, /connections new, kept or both/],
    [{ rate: 10 }, /options of a probe, got "rate"/],
  ];
  for (const [wrong, message] of cases) {
    const options = { url, ...wrong } as unknown as ProbeOptions;
    t.throws(() => readProbeOptions(options), { code: 'CHAOS_USAGE', message }, JSON.stringify(wrong));
  }
});

t.test('never repeats a password', async (t) => {
  t.throws(() => readProbeOptions({ url: 'http://user:secret@a/' }), { message: /^(?!.*secret)/ });
});
