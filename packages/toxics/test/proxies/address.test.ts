import t from 'tap';
import { formatAddress, isLoopback, parseAddress } from '../../src/proxies/address.ts';

t.test('addresses', async (t) => {
  for (const [text, host, port] of [
    ['localhost:80', 'localhost', 80],
    ['127.0.0.1:0', '127.0.0.1', 0],
    [':80', '', 80],
    ['[::1]:65535', '::1', 65_535],
    ['[::]:', '::', 0],
    ['', '', 0],
  ] as const) {
    t.same(parseAddress(text), { host, port }, text);
  }
  t.equal(formatAddress({ host: '::1', port: 8 }), '[::1]:8');
});

t.test('what is none', async (t) => {
  for (const [text, why] of [
    ['local373', 'missing port in address'],
    ['::1:80', 'too many colons in address'],
    ['x:65536', 'invalid port'],
    ['x:http', 'invalid port'],
    ['[x]:80', 'no IPv6 address in brackets'],
  ]) {
    t.throws(() => parseAddress(text ?? ''), { code: 'TOXICS_LISTEN', message: `address ${text}: ${why}` });
  }
});

t.test('loopback', async (t) => {
  for (const ip of ['127.0.0.1', '127.255.0.3', '::1', '::ffff:127.0.0.1']) t.ok(isLoopback(ip), ip);
  for (const ip of [
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '::ffff:10.0.0.1',
    '128.0.0.1',
    'localhost',
    '127.0.0.1.example',
  ])
    t.notOk(isLoopback(ip), ip);
});
