import t from 'tap';
import { freePort } from '../../../../scripts/testing/free-port.ts';
import { placeOf } from './podders.ts';
import { mappedEpidemic } from './mapped-epidemic.ts';
import {
  deployment,
  DEPLOYMENTS,
  EVENTS,
  pod,
  PODS,
  service,
  SERVICES,
  startFor,
  talk,
  until,
  untilReady,
  type Api,
  type Json,
} from './support.ts';

/** Says the name of the pod at the port it is told. */
const NAMED = "require('net').createServer((s) => s.on('error', () => {}).end(process.env.POD_NAME)).listen(";

const PROGRAM = {
  command: [process.execPath, '-e', `const [host, port] = process.env.PLACE.split(':'); ${NAMED}port, host)`],
  ports: [{ name: 'named', containerPort: 8080 }],
  readinessProbe: { tcpSocket: { port: 'named' }, periodSeconds: 1 },
  env: [
    { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    { name: 'PLACE', value: '$(POD_IP):8080' },
  ],
};

const SLICES = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';

async function inSlices(api: Api): Promise<string[]> {
  const { items } = await api.get(`${SLICES}?labelSelector=kubernetes.io/service-name%3Dnamed`);
  return items.flatMap(({ ports, endpoints }: Json) =>
    (endpoints ?? []).map(({ addresses }: Json) => `${addresses[0]}:${ports[0].port}`),
  );
}

async function inEndpoints(api: Api): Promise<string[]> {
  const { subsets } = await api.get('/api/v1/namespaces/default/endpoints/named');
  return (subsets ?? []).flatMap(({ addresses, ports }: Json) =>
    (addresses ?? []).map(({ ip }: Json) => `${ip}:${ports[0].port}`),
  );
}

t.test('an epidemic of the project’s own manifests, at one address', async (t) => {
  // Nobody waits for long, so that the second sneeze finds somebody.
  const kubeletSwitches = { maxBackoffMs: 1_000 };
  const { api, notices } = await startFor(t, { network: 'mapped', kubeletSwitches });
  const seen = await mappedEpidemic(api);
  t.equal(seen.place.host, '127.0.0.1');
  t.same([seen.first, seen.second], ['eww\n', 'eww\n'], 'one sneeze, and another when all have restarted');
  t.ok(
    seen.restarts.every((count) => count > 0),
    seen.restarts.join(),
  );
  for (const words of seen.lastWords)
    t.match(words, { strain: 'one', reason: 'SIGTERM', state: 'symptomatic' });
  t.ok(
    seen.lastWords.some(({ generation }) => generation >= 2),
    'they have infected each other',
  );
  t.equal(new Set(seen.podIps).size, 5, 'addresses that are shown still tell pods apart');
  t.same(notices.filter((line) => line.startsWith('pods and Services share 127.0.0.1')).length, 1);
});

t.test('all who ask are told where a pod really answers', async (t) => {
  const { api } = await startFor(t, { network: 'mapped' });
  const { spec } = await api.create(SERVICES, service('named', 80, { type: 'NodePort' }));
  await api.create(DEPLOYMENTS, deployment('named', 'node', 3, PROGRAM));
  const pods = await untilReady(api, 3);
  const names: string[] = pods.map(({ metadata }) => metadata.name);
  const places = pods.map((each) => placeOf(each, 8080));
  t.equal(new Set(places.map(({ port }) => port)).size, 3);
  t.same(await Promise.all(places.map(({ host, port }) => talk(host, port))), names);

  const found = await until('the Service', async () => {
    const object = await api.get(`${SERVICES}/named`);
    const { host, port } = placeOf(object, 80);
    return names.includes(await talk(host, port)) && object;
  });
  t.not(found.spec.clusterIP, '127.0.0.1');
  t.ok(names.includes(await talk('127.0.0.1', spec.ports[0].nodePort)), 'by its node port, too');
  const expected = places.map(({ host, port }) => `${host}:${port}`).toSorted();
  const isExpected = (found: string[]): boolean => found.toSorted().join() === expected.join();
  await until(`slices of ${expected.join()}`, async () => isExpected(await inSlices(api)));
  await until(`Endpoints of ${expected.join()}`, async () => isExpected(await inEndpoints(api)));
  const { items: events } = await api.get(EVENTS);
  t.ok(
    events.some(({ message }: Json) =>
      /^port 80 is reached at 127\.0\.0\.1:\d+: pods and Services share/.test(message),
    ),
  );
});

t.test('requests passed on by the API reach pods and Services', async (t) => {
  const { api } = await startFor(t, { network: 'mapped' });
  const answers = `require('http').createServer((q, s) => s.end('path ' + q.url)).listen(process.env.POD_CONTAGION_PORT_8080, '127.0.0.1')`;
  await api.create(SERVICES, service('main', 80));
  await api.create(PODS, pod('main', 'node', {}, { ...PROGRAM, command: [process.execPath, '-e', answers] }));
  await untilReady(api, 1);
  t.equal(await api.text(`${PODS}/main:8080/proxy/a`), 'path /a');
  t.equal(await api.text(`${PODS}/main/proxy/b`), 'path /b');
  t.equal(
    await until('the Service', () => api.text(`${SERVICES}/main:80/proxy/c`).catch(() => undefined)),
    'path /c',
  );
});

t.test('two clusters at one address do not meet', async (t) => {
  const fill = async ({ api }: { api: Api }) => {
    await api.create(SERVICES, service('named', 80));
    await api.create(DEPLOYMENTS, deployment('named', 'node', 2, PROGRAM));
    const pods = await untilReady(api, 2);
    const names = new Set(pods.map(({ metadata }) => metadata.name));
    const place = placeOf(await api.get(`${SERVICES}/named`), 80);
    await until('the Service', async () => names.has(await talk(place.host, place.port)));
    for (let look = 0; look < 20; look++) t.ok(names.has(await talk(place.host, place.port)));
    return [...pods.map((each) => placeOf(each, 8080).port), place.port];
  };
  const both = await Promise.all([startFor(t, { network: 'mapped' }), startFor(t, { network: 'mapped' })]);
  const ports = (await Promise.all(both.map(fill))).flat();
  t.equal(new Set(ports).size, 6);
});

t.test('a program that listens where it was not told to gets an Event', async (t) => {
  const { api } = await startFor(t, { network: 'mapped' });
  const port = await freePort();
  const command = [process.execPath, '-e', `${NAMED}${port}, process.env.POD_IP)`];
  const ports = [{ containerPort: port }];
  await api.create(PODS, pod('stray', 'node', {}, { ...PROGRAM, command, ports, readinessProbe: undefined }));
  const event = await until('an Event', async () => {
    const { items } = await api.get(EVENTS);
    return items.find(({ reason }: Json) => reason === 'ListensElsewhere');
  });
  t.match(event.message, `container main listens on 127.0.0.1:${port}. Pods share 127.0.0.1`);
  t.equal(event.involvedObject.fieldPath, 'spec.containers{main}');
});
