import t from 'tap';
import { infectThrough } from '../../src/infect/infect-through.ts';
import { isStrain, randomId } from '../../src/infect/strain.ts';
import { openSmallApi, sendJson, sendStatus, type SmallApi } from '../kubernetes/small-api.ts';

const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  spec: { selector: { app: 'podder', tier: 'x' }, ports: [{ name: 'http', port: 80 }] },
};
const podList = (...names: string[]): object => ({
  apiVersion: 'v1',
  kind: 'PodList',
  items: names.map(pod),
});
const pod = (name: string): object => ({
  metadata: { uid: name, name, resourceVersion: '1' },
  spec: { containers: [{ name: 'podder', ports: [{ name: 'health', containerPort: 8081 }] }] },
  status: { containerStatuses: [{ name: 'podder', containerID: name, state: { running: {} } }] },
});

/** An API server with two podders behind a Service; the second is infected by each sneeze. */
async function openLab(answer: { status: number; text: string }): Promise<SmallApi> {
  let from = '';
  return openSmallApi(({ method, path, body }, response) => {
    const base = '/api/v1/namespaces/lab';
    if (path === `${base}/services/podder`) sendJson(response, SERVICE);
    else if (method === 'POST' && path === `${base}/services/podder:http/proxy/face`) {
      from = new URLSearchParams(body).get('from') ?? '';
      response.writeHead(answer.status).end(answer.text);
    } else if (path === `${base}/pods`) sendJson(response, podList('generic-1', 'generic-2'));
    else if (path === `${base}/pods/generic-2:8081/proxy/infection`) {
      sendJson(response, { state: 'incubating', strain: 'flu', generation: 1, from });
    } else if (path.endsWith('/proxy/infection')) sendJson(response, { state: 'susceptible' });
    else sendStatus(response, 404, 'not found');
  });
}
const where = { context: 'it', server: 'http://here', namespace: 'lab' };
const options = { where, service: 'podder', count: 1, strain: 'flu', json: false };

t.test('sneezes, and finds who has it', async (t) => {
  const api = await openLab({ status: 200, text: 'eww\n' });
  t.teardown(() => api.close());
  const lines: string[] = [];
  await infectThrough(api.client, { ...options, count: 2, write: (line) => lines.push(line) });
  t.same(
    lines,
    Array.from({ length: 2 }, () => 'generic-2 is incubating, strain flu: eww\n'),
  );
  const sneezes = api.received
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => new URLSearchParams(body));
  t.equal(sneezes.length, 2);
  t.match(Object.fromEntries(sneezes[0] ?? []), {
    action: 'achoo',
    strain: 'flu',
    generation: '1',
    from: /^contagion-/,
  });
  t.not(sneezes[0]?.get('from'), sneezes[1]?.get('from'));
  t.equal(
    api.received.find(({ path }) => path.endsWith('/pods'))?.query.get('labelSelector'),
    'app=podder,tier=x',
  );
});

t.test('as JSON', async (t) => {
  const api = await openLab({ status: 200, text: 'eww\n' });
  t.teardown(() => api.close());
  const lines: string[] = [];
  await infectThrough(api.client, { ...options, json: true, write: (line) => lines.push(line) });
  t.match(JSON.parse(lines[0] ?? ''), {
    ...where,
    strain: 'flu',
    from: /^contagion-/,
    answer: 'eww',
    infected: ['generic-2'],
  });
});

t.test('nobody there, no Service, not allowed', async (t) => {
  const write = (): void => void t.fail('nothing to tell');
  const message = JSON.stringify({ kind: 'Status', message: 'no endpoints available for service "podder"' });
  const empty = await openLab({ status: 503, text: message });
  t.teardown(() => empty.close());
  await t.rejects(infectThrough(empty.client, { ...options, write }), {
    code: 'CONTAGION_NOT_INFECTED',
    exitCode: 1,
    message: 'expected a podder behind Service podder, got 503: no endpoints available for service "podder"',
  });
  await t.rejects(infectThrough(empty.client, { ...options, service: 'other', write }), {
    code: 'CONTAGION_API',
    message: 'expected a Service other in namespace lab, got none',
  });
  const refusing = await openLab({ status: 403, text: '{"message":"you may not"}' });
  t.teardown(() => refusing.close());
  await t.rejects(infectThrough(refusing.client, { ...options, write }), {
    code: 'CONTAGION_API',
    message: /was answered 403: you may not$/,
  });
});

t.test('a random id is a strain', async (t) => {
  t.ok(isStrain(randomId()));
  t.not(randomId(), randomId());
  t.notOk(isStrain(''));
  t.notOk(isStrain('a b'));
});
