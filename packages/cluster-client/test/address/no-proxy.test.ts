import t from 'tap';
import { isWithoutProxy } from '../../src/address/no-proxy.ts';

t.test('as golang.org/x/net/http/httpproxy', async (t) => {
  const cases: [host: string, port: number, noProxy: string, expected: boolean][] = [
    ['localhost', 443, '', true],
    ['127.0.0.1', 443, '', true],
    ['127.9.9.9', 443, '', true],
    ['::1', 443, '', true],
    ['a.localhost', 443, '', false],
    ['a.test', 443, '', false],
    ['a.test', 443, '*', true],
    ['a.test', 443, ' b.test , A.TEST ', true],
    ['x.a.test', 443, 'a.test', true],
    ['xa.test', 443, 'a.test', false],
    ['a.test', 443, '.a.test', false],
    ['x.a.test', 443, '.a.test', true],
    ['a.test', 443, '*.a.test', false],
    ['x.a.test', 443, '*.a.test', true],
    ['a.test', 443, 'a.test:443', true],
    ['a.test', 6443, 'a.test:443', false],
    ['a.test', 443, ':443', false],
    ['10.1.2.3', 443, '10.0.0.0/8', true],
    ['11.1.2.3', 443, '10.0.0.0/8', false],
    ['10.1.2.3', 443, '10.1.2.3', true],
    ['10.1.2.3', 443, '10.1.2.3:443', true],
    ['10.1.2.3', 6443, '10.1.2.3:443', false],
    ['10.1.2.3', 443, '10.1.2.3/33', false],
    ['fd00::1', 443, 'fd00::/8', true],
    ['fd00::1', 443, '[fd00::1]:443', true],
    ['fd00::1', 443, 'fd00::1', true],
    ['fd00::1', 443, '10.0.0.0/8', false],
    ['a.test', 443, '10.0.0.0/8,,', false],
  ];
  for (const [host, port, noProxy, expected] of cases) {
    t.equal(isWithoutProxy({ host, port }, noProxy), expected, `${host}:${port} and ${noProxy}`);
  }
});
