import t from 'tap';
import { requestHeaders, responseHeaders, rewrittenLocation } from '../../../src/api/proxy/headers.ts';
import { readProxyName } from '../../../src/api/proxy/proxy-name.ts';

t.test('what goes to the other side', async (t) => {
  const headers = {
    authorization: 'Bearer the-token',
    host: '127.0.0.1:6443',
    connection: 'keep-alive, X-Private',
    'x-private': '1',
    'transfer-encoding': 'chunked',
    accept: 'text/html',
    cookie: 'a=b',
  };
  t.strictSame(requestHeaders(headers), { accept: 'text/html', cookie: 'a=b' });
});

t.test('what comes back', async (t) => {
  t.strictSame(responseHeaders({ 'set-cookie': ['a', 'b'], connection: 'close', 'content-length': '3' }), {
    'set-cookie': ['a', 'b'],
    'content-length': '3',
  });
});

t.test('redirects', async (t) => {
  const rewrite = (location: string): string =>
    rewrittenLocation(location, 'http://127.1.2.3:80', '127.0.0.1:6443', '/p/proxy');
  t.equal(rewrite('/login?a=1#b'), '/p/proxy/login?a=1#b');
  t.equal(rewrite('http://127.1.2.3/login'), '/p/proxy/login');
  t.equal(rewrite('https://127.0.0.1:6443/login'), '/p/proxy/login');
  t.equal(rewrite('/p/proxy/there'), '/p/proxy/there');
  t.equal(rewrite('there'), 'there');
  t.equal(rewrite('https://example.org/x'), 'https://example.org/x');
  t.equal(rewrite('http://[bad'), 'http://[bad');
});

t.test('names with scheme and port', async (t) => {
  t.strictSame(readProxyName('web', 'pod'), { scheme: 'http', name: 'web', port: '' });
  t.strictSame(readProxyName('web:80', 'pod'), { scheme: 'http', name: 'web', port: '80' });
  t.strictSame(readProxyName('https:web:https', 'pod'), { scheme: 'https', name: 'web', port: 'https' });
  t.strictSame(readProxyName('http:web:', 'pod'), { scheme: 'http', name: 'web', port: '' });
  for (const wrong of ['', ':80', 'ftp:web:1', 'a:b:c:d', 'https::1']) {
    t.throws(
      () => readProxyName(wrong, 'pod'),
      { message: /^invalid pod request/, status: { code: 400 } },
      wrong,
    );
  }
});
