import fc from 'fast-check';
import t from 'tap';
import { formatAddress, parseListenAddress } from '../src/listen-address.ts';
import { holds } from './holds.ts';

t.test('what is read', async (t) => {
  const cases: [string, string, number][] = [
    ['0.0.0.0:80', '0.0.0.0', 80],
    ['127.0.0.1:0', '127.0.0.1', 0],
    [':8080', '0.0.0.0', 8080],
    ['localhost:65535', 'localhost', 65_535],
    ['my-host.local:1', 'my-host.local', 1],
    ['[::]:80', '::', 80],
    ['[::1]:80', '::1', 80],
    ['[fe80::1%eth0]:80', 'fe80::1%eth0', 80],
    ['[::ffff:10.0.0.1]:80', '::ffff:10.0.0.1', 80],
    ['fd00::1:2:8080', 'fd00::1:2', 8080],
    ['::1:8080', '::1', 8080],
    [':::8080', '::', 8080],
    ['h:00080', 'h', 80],
  ];
  for (const [text, host, port] of cases) t.same(parseListenAddress(text), { host, port }, text);
});

t.test('what is not', async (t) => {
  for (const text of [
    '',
    '80',
    'host',
    'host:',
    'host:http',
    'host:-1',
    'host:65536',
    'host:000080',
    'host:8 0',
    'host:80 ',
    'host:80\n',
    ' host:80',
    '[]:80',
    '[::1:80',
    '::1]:80',
    '[::1]80',
    '[::1]',
    'http://host:80',
    'a/b:80',
    'user@host:80',
    'hö:80',
    'fd00::g:80',
    '1.2.3.4:5:80x',
    ':',
  ]) {
    t.equal(parseListenAddress(text), undefined, JSON.stringify(text));
  }
});

t.test('what is written', async (t) => {
  t.equal(formatAddress({ host: '127.0.0.1', port: 80 }), '127.0.0.1:80');
  t.equal(formatAddress({ host: 'localhost', port: 0 }), 'localhost:0');
  t.equal(formatAddress({ host: '::1', port: 80 }), '[::1]:80');
});

t.test('property: what is written is read back', async (t) => {
  const hosts = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
  await holds(
    t,
    fc.property(hosts, fc.integer({ min: 0, max: 65_535 }), (host, port) => {
      const read = parseListenAddress(formatAddress({ host, port }));
      return read?.host === host && read.port === port;
    }),
  );
});

t.test('property: an IPv6 address without brackets keeps its port, as $(POD_IP):8080 has it', async (t) => {
  const full = fc.array(fc.integer({ min: 0, max: 0xff_ff }), { minLength: 8, maxLength: 8 });
  await holds(
    t,
    fc.property(full, fc.integer({ min: 0, max: 65_535 }), (parts, port) => {
      const host = parts.map((part) => part.toString(16)).join(':');
      const read = parseListenAddress(`${host}:${port}`);
      return read?.host === host && read.port === port;
    }),
  );
});

t.test('property: anything else is undefined, or an address with a port in range', async (t) => {
  await holds(
    t,
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const read = parseListenAddress(text);
      return read === undefined || (read.host !== '' && read.port >= 0 && read.port <= 65_535);
    }),
  );
});
