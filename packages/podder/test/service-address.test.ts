import t from 'tap';
import { PodderError } from '../src/errors.ts';
import { findService } from '../src/service-address.ts';

const FACE = { host: '10.0.0.7', port: 80 };
const find = (host?: string, port?: string) =>
  findService({ PODDER_SERVICE_HOST: host, PODDER_SERVICE_PORT: port }, FACE);

t.test('the variables that Kubernetes sets', async (t) => {
  t.same(find('10.96.0.12', '80'), { authority: '10.96.0.12:80', discovered: true });
  t.same(find('fd00::12', '8080'), { authority: '[fd00::12]:8080', discovered: true });
  t.same(find('podder.default.svc', '65535'), { authority: 'podder.default.svc:65535', discovered: true });
});

t.test('without them it is the face', async (t) => {
  const own = { authority: '10.0.0.7:80', discovered: false };
  t.same(findService({}, FACE), own);
  t.same(find('', ''), own);
  t.same(find('10.96.0.12', ''), own);
  t.same(find(undefined, '80'), own);
  t.same(findService({}, { host: '::1', port: 8080 }), { authority: '[::1]:8080', discovered: false });
});

t.test('where they make no address it says so', async (t) => {
  for (const [host, port] of [
    ['10.96.0.12', 'http'],
    ['10.96.0.12', '-1'],
    ['10.96.0.12', '65536'],
    ['10.96.0.12', '123456'],
    ['10.96.0.12', ' 80'],
    ['a b', '80'],
    ['a/b c', '80'],
    ['::g', '80'],
    ['[::1]', '80'],
  ] as const) {
    t.throws(
      () => find(host, port),
      new PodderError(
        'PODDER_USAGE',
        `PODDER_SERVICE_HOST and PODDER_SERVICE_PORT expect a host and a port, got ${JSON.stringify(host)} and ${JSON.stringify(port)}`,
      ),
      `${host} ${port}`,
    );
  }
  t.throws(() => find('x', 'y'), { code: 'PODDER_USAGE', name: 'PodderError' });
});

t.test('a host that would be another part of a URL is no host', async (t) => {
  for (const host of ['user@host', 'host/path', 'host?x', 'host#x', 'host:80', 'host\\x']) {
    t.throws(() => find(host, '80'), { code: 'PODDER_USAGE' }, host);
  }
});
