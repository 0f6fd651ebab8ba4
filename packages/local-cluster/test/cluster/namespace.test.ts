import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { podders, sneezeAt } from './podders.ts';
import {
  clientOf,
  deployment,
  DEPLOYMENTS,
  EVENTS,
  freshFolder,
  IMAGES,
  LISTENS,
  ownTraces,
  pod,
  PODS,
  processesOf,
  service,
  SERVICES,
  startFor,
  startHost,
  talk,
  until,
  untilReady,
  type Json,
} from './support.ts';

const why = missing('root', 'network namespaces');
if (why !== false) {
  t.plan(0, why);
  process.exit();
}

const run = promisify(execFile);

/** All that the network of this machine has by names as clusters give them, or in the ranges of pods and Services. */
async function networkOf(...marks: string[]): Promise<string[]> {
  const asked = [
    ['netns', 'list'],
    ['-br', 'link'],
    ['-br', 'addr'],
    ['route', 'show', 'table', 'all'],
    ['rule'],
  ];
  const texts = await Promise.all(asked.map((args) => run('ip', args)));
  const lines = texts.flatMap(({ stdout }) => stdout.split('\n'));
  return lines.filter((line) => marks.some((mark) => line.includes(mark)));
}

/** The network namespace that a pod's process is in: `NAME`, of those that `ip` knows. */
async function namespaceOf(clusterId: string, podName: string): Promise<string> {
  const { stdout } = await run('ip', ['netns', 'list']);
  const names = stdout.split('\n').map((line) => line.split(' ')[0] ?? '');
  const pids = processesOf(clusterId);
  for (const name of names.filter((each) => each !== '')) {
    // Other tests have some as well, which may be gone by now.
    const ended = () => ({ stdout: '' });
    const { stdout: listed } = await run('ip', ['netns', 'pids', name]).catch(ended);
    const inside = listed.trim().split('\n').map(Number);
    for (const pid of inside.filter((each) => pids.includes(each))) {
      // Some live for a second only.
      const { stdout: environment } = await run('cat', [`/proc/${pid}/environ`]).catch(() => ({
        stdout: '',
      }));
      if (environment.split('\0').includes(`POD_NAME=${podName}`)) return name;
    }
  }
  throw new Error(`expected a network namespace with the processes of ${podName}`);
}

const inside = async (namespace: string, ...command: string[]): Promise<string> =>
  (await run('nsenter', [`--net=/run/netns/${namespace}`, ...command])).stdout;

t.test('pods with network namespaces of their own', async (t) => {
  const before = ownTraces();
  const { cluster, api, id, stateFolder } = await startFor(t, { network: 'namespace' });
  await api.create(SERVICES, service('named', 8000, { type: 'LoadBalancer' }));
  // All listen on the same port of the address they have, probed by HTTP, TCP and command.
  await api.create(DEPLOYMENTS, deployment('named', 'named', 3, LISTENS));
  const fetching = `require('http').createServer((q, s) => s.end('ok')).listen(8080, process.env.POD_IP)`;
  await api.create(
    PODS,
    pod(
      'http',
      'node',
      {},
      {
        args: [fetching],
        readinessProbe: { httpGet: { port: 8080, path: '/' }, periodSeconds: 1 },
        livenessProbe: { exec: { command: ['sh', '-c', 'test "$POD_NAME" = http'] }, periodSeconds: 1 },
      },
    ),
  );
  const pods = await untilReady(api, 4);
  const ips = pods.map(({ status }) => status.podIP);
  t.equal(new Set(ips).size, 4);
  t.notOk(
    ips.some((ip) => ip.startsWith('127.')),
    ips.join(),
  );
  const [first, second] = pods.filter(({ metadata }) => metadata.labels.app === 'named');
  const [one, two] = await Promise.all([first, second].map(({ metadata }) => namespaceOf(id, metadata.name)));
  t.not(one, two);

  const { spec, status } = await until('the address of the load balancer', async () => {
    const found = await api.get(`${SERVICES}/named`);
    return found.status.loadBalancer.ingress !== undefined && found;
  });
  const places: [string, number][] = [
    [spec.clusterIP, 8000],
    [status.loadBalancer.ingress[0].ip, 8000],
    [pods[0].status.hostIP, spec.ports[0].nodePort],
    ['127.0.0.1', spec.ports[0].nodePort],
  ];
  for (const [host, port] of places)
    t.match(await talk(host, port), /^named-/, `${host}:${port} from the host`);
  const fetchFrom = (namespace: string, host: string, port: number): Promise<string> =>
    inside(
      namespace,
      process.execPath,
      '-e',
      `require('net').connect(${port}, '${host}').on('data', (d) => process.stdout.write(d)).on('error', (e) => process.stdout.write(e.code))`,
    );
  for (const [host, port] of places.slice(0, 3)) {
    t.match(await fetchFrom(one!, host, port), /^named-/, `${host}:${port} from a pod`);
  }
  t.equal(await fetchFrom(one!, second.status.podIP, 8080), second.metadata.name, 'pod to pod');
  t.equal(await fetchFrom(one!, '127.0.0.1', 8080), 'ECONNREFUSED', 'a loopback of its own');

  await t.test('tc', { skip: missing('tc') }, async (t) => {
    t.match(await inside(one!, 'tc', 'qdisc', 'show', 'dev', 'eth0'), /noqueue/);
    await inside(one!, 'tc', 'qdisc', 'add', 'dev', 'eth0', 'root', 'handle', '77:', 'pfifo', 'limit', '5');
    t.match(await inside(one!, 'tc', 'qdisc', 'show'), /pfifo 77:/);
    t.notMatch(await inside(two!, 'tc', 'qdisc', 'show'), /77:/, 'the other pod has none of it');
    t.notMatch((await run('tc', ['qdisc', 'show'])).stdout, /77:/, 'nor the host');
  });
  await t.test('iptables', { skip: missing('iptables') }, async (t) => {
    const rule = ['INPUT', '-p', 'tcp', '--dport', '8080', '-j', 'REJECT', '--reject-with', 'tcp-reset'];
    await inside(one!, 'iptables', '-A', ...rule);
    t.equal(await talk(first.status.podIP, 8080), 'ECONNREFUSED', 'rejected in its own namespace');
    t.equal(await talk(second.status.podIP, 8080), second.metadata.name);
    const isUnready = (item: Json): boolean =>
      item.metadata.name === first.metadata.name &&
      item.status.conditions.some(({ type, status }: Json) => type === 'Ready' && status === 'False');
    await until('its probe to notice', async () => (await api.get(PODS)).items.some(isUnready));
    const unhealthy = await until('an Event that says so', async () => {
      const { items } = await api.get(EVENTS);
      return items.find(
        ({ reason, message, involvedObject }: Json) =>
          reason === 'Unhealthy' &&
          involvedObject.name === first.metadata.name &&
          message.includes('connection refused'),
      );
    });
    t.match(unhealthy, {
      message: /^Readiness probe failed: dial tcp .*:8080: connect: connection refused$/,
    });
    await inside(one!, 'iptables', '-D', ...rule);
    await untilReady(api, 4);
  });

  await api.delete(`${PODS}/http`);
  await until('its address and namespace to be gone', async () => (await api.get(PODS)).items.length === 3);
  t.match(await networkOf(one!), [one!]);
  await cluster.close();
  t.same(processesOf(id), []);
  t.same(ownTraces(), before);
  t.same(await networkOf(one!, two!, ...ips), []);
  t.same(readdirSync(stateFolder), []);
});

t.test('podders infect each other across namespaces, through the Service', async (t) => {
  const { api } = await startFor(t, { network: 'namespace' });
  const place = await podders(api, 4, { symptomDelayMs: 500 });
  t.equal(await sneezeAt(place, 'spread'), 'eww\n');
  await until('a second generation', async () => {
    const { items } = await api.get(PODS);
    const words = items.map(
      (item: Json) => item.status.containerStatuses?.[0].lastState.terminated?.message ?? '{}',
    );
    return words.some((word: string) => JSON.parse(word).generation >= 2);
  });
  t.pass('from pod to pod');
});

t.test('kill -9 of a cluster with namespaces is cleaned up by the next', async (t) => {
  const stateFolder = freshFolder(t);
  const host = await startHost(t, { stateFolder, network: 'namespace' });
  const api = clientOf(host.kubeconfig);
  await api.create(PODS, pod('deaf', 'deaf'));
  await api.create(PODS, pod('named', 'named', {}, LISTENS));
  const pods = await untilReady(api, 2);
  await api.close();
  const namespace = await namespaceOf(host.id, 'named');
  const token = /[0-9a-f]{8}/.exec(namespace)?.[0] ?? 'none';
  const marks = [token, ...pods.map(({ status }) => status.podIP), `${pods[0].status.hostIP}/`];
  host.child.kill('SIGKILL');
  await host.ended;
  t.ok((await networkOf(...marks)).length >= 4, 'namespaces, bridge and routes are left');

  const next = await startFor(t, { stateFolder, images: IMAGES });
  t.match(next.notices, [/^cleaned up .* and its network$/]);
  t.same(processesOf(host.id), []);
  t.same(await networkOf(...marks), []);
});
