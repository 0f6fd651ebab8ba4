import t from 'tap';
import { askedNames, isAsked, withoutAsked } from '../../src/values/asked.ts';

const ASKED = { type: 'probe', name: 'where', provider: { type: 'process', path: 'sh' } };
const values = { configuration: { port: 80, host: ASKED }, secrets: { api: { token: 'hidden' } } };

t.test('what a probe is asked for is known by its form', async (t) => {
  t.ok(isAsked(ASKED));
  for (const other of [undefined, null, 'probe', { type: 'env', key: 'A' }, { type: 'probe' }])
    t.notOk(isAsked(other));
  t.same(withoutAsked(values), { configuration: { port: 80 }, secrets: values.secrets });
});

t.test('what depends on it, at any depth', async (t) => {
  t.same(askedNames({ url: 'http://${host}:${port}/', more: ['$host', '${nobody}'] }, values), ['host']);
  t.same(askedNames('${port} ${token} $${host}', values), []);
});
