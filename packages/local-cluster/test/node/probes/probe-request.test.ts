import fc from 'fast-check';
import t from 'tap';
import { probeUrl, requestHeaders, requestPath } from '../../../src/node/probes/probe-request.ts';

const TARGET = { scheme: 'http', host: '127.0.0.1', port: 8080, path: '/' } as const;

t.test('addresses as Go writes them', async (t) => {
  t.equal(probeUrl({ ...TARGET, path: '' }), 'http://127.0.0.1:8080');
  t.equal(probeUrl({ ...TARGET, path: 'a' }), 'http://127.0.0.1:8080/a');
  t.equal(probeUrl({ ...TARGET, host: 'fd00::1', path: '/a?b#c' }), 'http://[fd00::1]:8080/a?b#c');
  t.equal(requestPath('/a?b#c'), '/a?b');
  t.equal(requestPath(''), '/');
});

t.test('the default port is not in the header Host', async (t) => {
  const host = (scheme: 'http' | 'https', port: number) => requestHeaders({ ...TARGET, scheme, port }, [])[1];
  t.equal(host('http', 80), '127.0.0.1');
  t.equal(host('https', 443), '127.0.0.1');
  t.equal(host('http', 443), '127.0.0.1:443');
});

t.test('whatever the path, it can be sent, and what is escaped is not escaped again', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (path) => {
      const asked = requestPath(path);
      return /^\/[!-~]*$/.test(asked) && requestPath(asked) === asked;
    }),
  );
  t.equal(requestPath('/%20%C3%A4'), '/%20%C3%A4');
  t.equal(requestPath('/\ud800 '), '/%EF%BF%BD%20');
});
