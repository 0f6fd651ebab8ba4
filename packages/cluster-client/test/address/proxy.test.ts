import t from 'tap';
import { parseProxyUrl, proxyTo } from '../../src/address/proxy.ts';
import { parseServerUrl } from '../../src/address/server-url.ts';

const server = (url: string) => parseServerUrl(url) ?? (t.fail(url) as never);

t.test('which proxy: proxy-url without exceptions, else the variables', async (t) => {
  const to = (url: string, proxyUrl: string, env: Record<string, string>): string | undefined =>
    proxyTo(server(url), proxyUrl, env)?.shown;
  t.equal(to('https://a.test', '', {}), undefined);
  t.equal(to('https://a.test', '', { HTTPS_PROXY: 'http://p:1' }), 'http://p:1');
  t.equal(to('https://a.test', '', { https_proxy: 'p:1' }), 'http://p:1', 'a scheme may be missing');
  t.equal(to('https://a.test', '', { HTTPS_PROXY: 'http://p:1', https_proxy: 'http://q:1' }), 'http://p:1');
  t.equal(to('https://a.test', '', { HTTP_PROXY: 'http://p:1', ALL_PROXY: 'http://p:1' }), undefined);
  t.equal(to('http://a.test', '', { HTTP_PROXY: 'socks5://p' }), 'socks5://p:1080');
  t.equal(to('https://a.test', '', { HTTPS_PROXY: 'http://p', no_proxy: 'a.test' }), undefined);
  t.equal(to('https://127.0.0.1', '', { HTTPS_PROXY: 'http://p' }), undefined);
  t.equal(to('https://127.0.0.1', 'http://q', { HTTPS_PROXY: 'http://p', NO_PROXY: '*' }), 'http://q:80');
  t.throws(() => to('https://a.test', '', { HTTPS_PROXY: 'ftp://me:secret@p' }), {
    code: 'CLUSTER_PROXY',
    message: 'expected an address with http://, https:// or socks5:// in HTTPS_PROXY, got another',
  });
});

t.test('addresses of proxies', async (t) => {
  t.match(parseProxyUrl('http://me:a%20b@p.test'), { host: 'p.test', port: 80, user: 'me', password: 'a b' });
  t.match(parseProxyUrl('https://[::1]:8443'), { scheme: 'https', host: '::1', port: 8443, user: '' });
  t.match(parseProxyUrl('socks5h://p'), { scheme: 'socks5h', port: 1080 });
  t.notMatch(parseProxyUrl('http://me:secret@p.test')?.shown, 'secret');
  for (const text of ['', 'p:1', 'ftp://p', 'socks4://p', 'http://', 'http:///x']) {
    t.equal(parseProxyUrl(text), undefined, text);
  }
});

t.test('addresses of servers', async (t) => {
  t.match(server('https://a.test:6443/k8s/clusters/c/?x=y#z'), {
    origin: 'https://a.test:6443',
    prefix: '/k8s/clusters/c',
    isSecure: true,
    host: 'a.test',
    port: 6443,
    basic: undefined,
  });
  t.match(server('10.0.0.1:8080'), { origin: 'http://10.0.0.1:8080', isSecure: false, port: 8080 });
  t.match(server('localhost:8080'), { origin: 'http://localhost:8080', prefix: '' });
  t.match(server('https://[fd00::1]'), { origin: 'https://[fd00::1]', host: 'fd00::1', port: 443 });
  t.match(server('https://me:a%20b@a.test'), { origin: 'https://a.test', basic: 'me:a b' });
  for (const text of ['', 'ftp://a.test', 'a.test/path', 'https://', 'unix:///socket']) {
    t.equal(parseServerUrl(text), undefined, text);
  }
});
