/** The ways to a server: by no proxy, HTTP, HTTPS and SOCKS5, with TLS to the server or without. */
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { accessFor, ask, base64, kubeconfigOf } from '../testing/ask.ts';
import { certificatesFor, openMirror, type Mirror } from '../testing/mirror.ts';
import { openHttpProxy, openSocksProxy } from '../testing/proxies.ts';

const certificates = await certificatesFor('127.0.0.1', 'name.test');
const CA = `certificate-authority-data: ${base64(certificates.ca)}`;

async function through(
  t: Test,
  mirror: Mirror,
  more: string,
  env: Record<string, string> = {},
  host = '127.0.0.1',
) {
  const url = mirror.url.replace('127.0.0.1', host);
  const kubeconfig = join(t.testdir({ it: kubeconfigOf(`server: "${url}", ${more}`, 'token: x') }), 'it');
  return accessFor(t, { kubeconfig, env });
}

t.test('HTTP proxies: a tunnel to HTTPS, whole addresses to HTTP', async (t) => {
  const proxy = await openHttpProxy(t);
  const proxyUrl = `proxy-url: "http://me:pass%20word@127.0.0.1:${proxy.port}"`;
  const secure = await openMirror(t, certificates);
  t.equal(await ask(await through(t, secure, `${CA}, ${proxyUrl}`)), 200);
  t.match(secure.arrived, [{ path: '/version', authorization: 'Bearer x' }]);
  t.notOk(secure.arrived[0]?.headers.some(([name]) => name.startsWith('proxy-')));
  const plain = await openMirror(t);
  t.equal(await ask(await through(t, plain, proxyUrl)), 200);
  t.match(plain.arrived, [{ path: '/version' }]);
  t.same(proxy.asked, [
    `CONNECT 127.0.0.1:${secure.port} as me:pass word`,
    `GET ${plain.url}/version as me:pass word`,
  ]);
});

t.test('a proxy over TLS is trusted as the server is, as in Go', async (t) => {
  const proxy = await openHttpProxy(t, { certificates });
  const proxyUrl = `proxy-url: "https://127.0.0.1:${proxy.port}"`;
  const mirror = await openMirror(t, certificates);
  t.equal(await ask(await through(t, mirror, `${CA}, ${proxyUrl}`)), 200);
  t.same(proxy.asked, [`CONNECT 127.0.0.1:${mirror.port}`]);
  const foreign = await openHttpProxy(t, { certificates: await certificatesFor('127.0.0.1') });
  await t.rejects(ask(await through(t, mirror, `${CA}, proxy-url: "https://127.0.0.1:${foreign.port}"`)));
  t.same(foreign.asked, []);
});

t.test('SOCKS5: names are left to the proxy, the certificate is for whom it has to be', async (t) => {
  const proxy = await openSocksProxy(t);
  const mirror = await openMirror(t, certificates);
  const proxyUrl = `proxy-url: "socks5://127.0.0.1:${proxy.port}"`;
  const named = await through(t, mirror, `${CA}, tls-server-name: name.test, ${proxyUrl}`, {}, 'host.test');
  t.equal(await ask(named), 200);
  t.match(mirror.arrived, [{ serverName: 'name.test' }]);
  t.same(proxy.asked, [`SOCKS host.test:${mirror.port}`]);
  await t.rejects(ask(await through(t, mirror, `${CA}, ${proxyUrl}`, {}, 'host.test')), {
    message: /host\.test/,
  });
  const plain = await openMirror(t);
  t.equal(await ask(await through(t, plain, proxyUrl)), 200);
});

t.test('tls-server-name, whatever the proxy', async (t) => {
  const mirror = await openMirror(t, certificates);
  const http = await openHttpProxy(t);
  const https = await openHttpProxy(t, { certificates });
  const socks = await openSocksProxy(t);
  for (const url of [
    `http://127.0.0.1:${http.port}`,
    `https://127.0.0.1:${https.port}`,
    `socks5://127.0.0.1:${socks.port}`,
  ]) {
    const good = await through(t, mirror, `${CA}, tls-server-name: name.test, proxy-url: "${url}"`);
    t.equal(await ask(good), 200, url);
    t.match(mirror.arrived.at(-1), { serverName: 'name.test' });
    await t.rejects(
      ask(await through(t, mirror, `${CA}, tls-server-name: other.test, proxy-url: "${url}"`)),
      { message: /other\.test/ },
      url,
    );
  }
});

t.test('user and password of SOCKS5', async (t) => {
  const proxy = await openSocksProxy(t, { user: 'me', password: 'pass word' });
  const mirror = await openMirror(t, certificates);
  const by = (user: string): string => `${CA}, proxy-url: "socks5://${user}127.0.0.1:${proxy.port}"`;
  t.equal(await ask(await through(t, mirror, by('me:pass%20word@'))), 200);
  for (const user of ['', 'me:wrong@']) {
    const error = await ask(await through(t, mirror, by(user))).catch((reason: unknown) => reason as Error);
    t.match(error, { code: 'CLUSTER_PROXY', message: /^proxy socks5:\/\/127\.0\.0\.1:\d+: expected it to / });
    t.notMatch((error as Error).message, 'wrong');
  }
});

t.test('SOCKS5 with an address of sixteen bytes', async (t) => {
  const proxy = await openSocksProxy(t, { reply: 3 });
  const by = `proxy-url: "socks5://127.0.0.1:${proxy.port}"`;
  for (const [host, told] of [
    ['[fd00::1:2]', 'fd00:0000:0000:0000:0000:0000:0001:0002'],
    ['[::ffff:10.1.2.3]', '0000:0000:0000:0000:0000:ffff:0a01:0203'],
    ['[1:2:3:4:5:6:7:8]', '0001:0002:0003:0004:0005:0006:0007:0008'],
  ]) {
    const kubeconfig = join(t.testdir({ it: kubeconfigOf(`server: "http://${host}:80", ${by}`) }), 'it');
    await t.rejects(ask(await accessFor(t, { kubeconfig })), { message: /got network unreachable$/ });
    t.equal(proxy.asked.at(-1), `SOCKS ${told}:80`);
  }
});

t.test('proxies that refuse', async (t) => {
  const mirror = await openMirror(t, certificates);
  const http = await openHttpProxy(t, { refuse: 407 });
  await t.rejects(
    ask(await through(t, mirror, `${CA}, proxy-url: "http://me:secret@127.0.0.1:${http.port}"`)),
    {
      code: 'CLUSTER_PROXY',
      message: `proxy http://127.0.0.1:${http.port} was asked to connect to 127.0.0.1:${mirror.port}: expected status 200, got 407`,
    },
  );
  const socks = await openSocksProxy(t, { reply: 5 });
  await t.rejects(ask(await through(t, mirror, `${CA}, proxy-url: "socks5://127.0.0.1:${socks.port}"`)), {
    code: 'CLUSTER_PROXY',
    message: /expected a connection to 127\.0\.0\.1:\d+, got connection refused$/,
  });
  const none = await openMirror(t);
  await t.rejects(ask(await through(t, mirror, `${CA}, proxy-url: "socks5://127.0.0.1:${none.port}"`)));
});

t.test('the variables: never for loopback; proxy-url always', async (t) => {
  const proxy = await openHttpProxy(t);
  const mirror = await openMirror(t, certificates);
  const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
  t.equal(await ask(await through(t, mirror, CA, env)), 200);
  t.same(proxy.asked, []);
  const named = await through(t, mirror, `${CA}, tls-server-name: name.test`, env, 'host.test');
  await t.rejects(ask(named), 'the proxy of the test knows no names');
  t.same(proxy.asked, [`CONNECT host.test:${mirror.port}`]);
});
