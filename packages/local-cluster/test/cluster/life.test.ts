import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { startCluster } from '../../src/index.ts';
import {
  clientOf,
  deployment,
  DEPLOYMENTS,
  freshFolder,
  IMAGES,
  isReady,
  LISTENS,
  ownListeners,
  ownTraces,
  pod,
  PODS,
  processesOf,
  service,
  SERVICES,
  startFor,
  talk,
  until,
  untilReady,
} from './support.ts';

t.test(
  'a cluster works, closes, and nothing is left',
  { skip: missing('Linux', '127.0.0.0/8') },
  async (t) => {
    const before = ownTraces();
    const { cluster, api, id, stateFolder, notices } = await startFor(t, { network: 'loopback' });
    t.match(cluster.url, /^https:\/\/127\.0\.0\.1:\d+$/);
    t.equal(statSync(cluster.kubeconfig).mode & 0o777, 0o600);

    await api.create(SERVICES, service('named', 8000, { type: 'NodePort' }));
    await api.create(DEPLOYMENTS, deployment('named', 'named', 3, LISTENS));
    await api.create(PODS, pod('deaf', 'deaf'));
    const pods = await untilReady(api, 4);
    t.equal(new Set(pods.map(({ status }) => status.podIP)).size, 4, 'an address each');
    const { spec } = await api.get(`${SERVICES}/named`);
    const names = new Set(pods.map(({ metadata }) => metadata.name));
    const answer = await until('an answer of the Service', async () => {
      const text = await talk(spec.clusterIP, 8000);
      return names.has(text) && text;
    });
    t.match(answer, /^named-/);
    t.match(await talk('127.0.0.1', spec.ports[0].nodePort), /^named-/, 'node port');
    await until('three processes of the deaf one, at the least', () => processesOf(id).length >= 6);
    // The API, the claim to the addresses, the Service, and its node port on the node and on 127.0.0.1.
    t.ok(ownListeners().length >= 5);
    const { handlers } = ownTraces();
    t.same(
      handlers,
      { ...before.handlers, exit: before.handlers['exit'] + 1 },
      'signals are left to the program',
    );
    // Clients in the middle of something do not hold it up.
    await api.watch(PODS, () => {});
    const following = api.text(`${PODS}/deaf/log?follow=true`).catch(() => 'ended');

    const closing = cluster.close();
    t.equal(cluster.close(), closing, 'closed once, however often that is asked for');
    await closing;
    t.same(processesOf(id), []);
    t.same(ownTraces(), before);
    t.same(readdirSync(stateFolder), []);
    t.notOk(existsSync(cluster.kubeconfig));
    t.equal(await talk('127.0.0.1', Number(new URL(cluster.url).port)), 'ECONNREFUSED');
    t.match(await following, /deaf|ended/);
    await cluster.close();
    t.same(notices, []);
  },
);

t.test('close while pods are starting', { skip: missing('Linux') }, async (t) => {
  const before = ownTraces();
  const { cluster, api, id, stateFolder, notices } = await startFor(t);
  await api.create(DEPLOYMENTS, deployment('many', 'deaf', 30));
  await until('the first process', () => processesOf(id).length > 0);
  const { items } = await api.get(PODS);
  t.ok(items.filter(isReady).length < 30, 'others are still to come');
  await cluster.close();
  t.same(processesOf(id), []);
  t.same(ownTraces(), before);
  t.same(readdirSync(stateFolder), []);
  t.same(notices, []);
});

t.test('close while pods are being ended, probed and have hooks', { skip: missing('Linux') }, async (t) => {
  const { cluster, api, id } = await startFor(t);
  const slow = { exec: { command: ['sleep', '600'] } };
  const hooks = { lifecycle: { preStop: slow } };
  const probes = { readinessProbe: { ...slow, timeoutSeconds: 600 } };
  const long = { terminationGracePeriodSeconds: 600 };
  await api.create(PODS, pod('hooked', 'sleeper', long, hooks));
  await api.create(PODS, pod('leaving', 'deaf', long));
  await untilReady(api, 2);
  await api.create(PODS, pod('probed', 'sleeper', {}, probes));
  await api.create(PODS, pod('greeting', 'sleeper', {}, { lifecycle: { postStart: slow } }));
  for (const name of ['hooked', 'leaving']) await api.delete(`${PODS}/${name}`);
  const isSleeping = (pid: number): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'latin1') === 'sleep\x00600\0';
    } catch {
      return false;
    }
  };
  await until('a probe and two hooks', () => processesOf(id).filter(isSleeping).length === 3);
  const startedAtMs = performance.now();
  await cluster.close();
  t.ok(performance.now() - startedAtMs < 300_000, 'neither hooks nor graces are waited for to their end');
  t.same(processesOf(id), []);
});

t.test('pods with a handler for SIGTERM have a moment to end by themselves', async (t) => {
  const { cluster, api } = await startFor(t);
  const folder = freshFolder(t);
  const script = `trap 'echo bye > ${folder}/said; exit 0' TERM; echo listening; while :; do sleep 0.05; done`;
  await api.create(PODS, pod('polite', 'shell', { terminationGracePeriodSeconds: 30 }, { args: [script] }));
  await untilReady(api, 1);
  await until('it to listen', async () => (await api.text(`${PODS}/polite/log`)).includes('listening'));
  await cluster.close();
  t.equal(readFileSync(`${folder}/said`, 'utf8'), 'bye\n');
});

t.test('a chosen kubeconfig is made, goes with the cluster, and may be used again', async (t) => {
  const kubeconfigFile = `${freshFolder(t)}/config`;
  const stateFolder = freshFolder(t);
  for (const round of [1, 2]) {
    const cluster = await startCluster({ stateFolder, kubeconfigFile });
    t.equal(cluster.kubeconfig, kubeconfigFile);
    const api = clientOf(kubeconfigFile);
    t.match(await api.get('/version'), { gitVersion: 'v1.36.2' }, `round ${round}`);
    await api.close();
    await cluster.close();
    t.notOk(existsSync(kubeconfigFile));
  }
});

t.test('of what runs beside a cluster nothing is touched', async (t) => {
  const stranger = spawn('sleep', ['120'], { stdio: 'ignore', detached: true });
  t.teardown(() => stranger.kill('SIGKILL'));
  const { cluster, api } = await startFor(t, { images: IMAGES });
  await api.create(PODS, pod('sleeper', 'sleeper'));
  await untilReady(api, 1);
  await cluster.close();
  t.ok(stranger.exitCode === null && stranger.signalCode === null);
});
