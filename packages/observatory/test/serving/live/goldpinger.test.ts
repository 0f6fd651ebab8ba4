import t from 'tap';
import { openSmallApi, sendJson, sendStatus } from '../../../../cluster-client/test/testing/small-api.ts';
import { createGoldpinger } from '../../../src/serving/live/goldpinger.ts';

const CHECK_ALL = {
  OK: false,
  hosts: [{ podName: 'b' }, { podName: 'a' }, { podName: 'c' }],
  responses: {
    a: {
      OK: true,
      response: {
        podResults: {
          a: { OK: true, 'response-time-ms': 2, 'status-code': 200 },
          b: { OK: false, 'response-time-ms': 1, 'status-code': 504, error: 'deadline' },
          // A real one leaves out what is less than a millisecond.
          c: { OK: true, 'status-code': 200 },
        },
      },
    },
    b: { OK: false, error: 'no answer' },
  },
};

t.test('what its pods say of each other; what failed has no time', async (t) => {
  const api = await openSmallApi(({ path }, response) => {
    if (path === '/api/v1/namespaces/lab/services') {
      sendJson(response, { kind: 'ServiceList', metadata: {}, items: [{ metadata: { name: 'podder' } }] });
    } else if (path === '/api/v1/services') {
      const spec = { ports: [{ name: 'http', port: 80 }] };
      const metadata = {
        name: 'pings',
        namespace: 'other',
        labels: { 'app.kubernetes.io/name': 'goldpinger' },
      };
      sendJson(response, { kind: 'ServiceList', metadata: {}, items: [{ metadata, spec }] });
    } else sendJson(response, CHECK_ALL);
  });
  t.teardown(() => api.close());
  const ask = createGoldpinger(api.client, 'lab');
  const [answer, again] = await Promise.all([ask(), ask()]);
  t.equal(answer, again, 'who asks at once gets one answer');
  t.equal(api.received.at(-1)?.path, '/api/v1/namespaces/other/services/pings:http/proxy/check_all');
  t.match(answer, {
    service: 'pings',
    pods: ['a', 'b', 'c'],
    calls: [
      { from: 'a', to: 'a', ok: true, ms: 2, status: 200, error: null },
      { from: 'a', to: 'b', ok: false, ms: null, status: 504, error: 'deadline' },
      { from: 'a', to: 'c', ok: true, ms: 0, status: 200, error: null },
    ],
    silent: [{ pod: 'b', error: 'no answer' }],
    message: null,
  });
});

t.test('none there, and none that may be asked', async (t) => {
  let forbidden = /^no path/;
  const api = await openSmallApi(({ path }, response) => {
    if (forbidden.test(path)) sendStatus(response, 403, 'services is forbidden');
    else sendJson(response, { kind: 'ServiceList', metadata: {}, items: null });
  });
  t.teardown(() => api.close());
  t.match(await createGoldpinger(api.client, 'lab')(), { service: null, message: /no Goldpinger/ });
  forbidden = /^\/api\/v1\/services$/;
  t.match(await createGoldpinger(api.client, 'lab')(), { service: null, message: /no Goldpinger/ });
  t.equal(api.received.at(-1)?.path, '/api/v1/services', 'it was looked for');
  forbidden = /services$/;
  t.match(await createGoldpinger(api.client, 'lab')(), { service: null, message: /forbidden/ });
});
