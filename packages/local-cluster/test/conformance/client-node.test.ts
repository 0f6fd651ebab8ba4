import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  KubeConfig,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
} from '@kubernetes/client-node';
import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { startCluster } from '../../src/index.ts';

const folder = await mkdtemp(join(tmpdir(), 'client-node-'));
const cluster = await startCluster({
  stateFolder: folder,
  images: { sleeper: { command: ['sleep', '60'] } },
});
t.teardown(async () => {
  await cluster.close();
  await rm(folder, { recursive: true });
});
const config = new KubeConfig();
config.loadFromFile(cluster.kubeconfig);
const core = config.makeApiClient(CoreV1Api);
const namespace = 'default';

/** A proxy whose connections can all be broken, as a network does. */
async function openBreakableProxy(
  port: number,
): Promise<{ port: number; breakAll: () => void; close: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    breakAll,
    close: () => {
      server.close();
      breakAll();
    },
  };
}

t.test('typed calls', async (t) => {
  const created = await core.createNamespacedConfigMap({
    namespace,
    body: { metadata: { generateName: 'typed-', labels: { a: '1' } }, data: { key: 'one' } },
  });
  const name = created.metadata?.name ?? '';
  t.match(name, /^typed-[a-z0-9]{5}$/);
  t.ok(created.metadata?.creationTimestamp instanceof Date);

  const replaced = await core.replaceNamespacedConfigMap({
    namespace,
    name,
    body: { metadata: created.metadata!, data: { key: 'two' } },
  });
  t.equal(replaced.data?.['key'], 'two');
  const stale = core.replaceNamespacedConfigMap({
    namespace,
    name,
    body: { metadata: created.metadata!, data: {} },
  });
  await t.rejects(stale, { code: 409 }, 'an old version is a conflict');

  const patched = await core.patchNamespacedConfigMap(
    { namespace, name, body: { data: { more: 'three' } } },
    setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
  );
  t.same(patched.data, { key: 'two', more: 'three' });

  const list = await core.listNamespacedConfigMap({ namespace, labelSelector: 'a=1' });
  t.same(
    list.items.map((item) => item.metadata?.name),
    [name],
  );
  await core.deleteNamespacedConfigMap({ namespace, name });
  const error: unknown = await core
    .readNamespacedConfigMap({ namespace, name })
    .catch((error: unknown) => error);
  t.ok(error instanceof ApiException);
  t.match(error, { code: 404 });
});

t.test('a Deployment is scaled by its subresource', async (t) => {
  const apps = config.makeApiClient(AppsV1Api);
  const labels = { app: 'sleepers' };
  await apps.createNamespacedDeployment({
    namespace,
    body: {
      metadata: { name: 'sleepers' },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'sleeper', image: 'sleeper' }] },
        },
      },
    },
  });
  await apps.patchNamespacedDeploymentScale(
    { namespace, name: 'sleepers', body: { spec: { replicas: 3 } } },
    setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
  );
  const scale = await apps.readNamespacedDeploymentScale({ namespace, name: 'sleepers' });
  t.match(scale, { spec: { replicas: 3 }, status: { selector: 'app=sleepers' } });
  await until('three ready replicas', async () => {
    const { status } = await apps.readNamespacedDeployment({ namespace, name: 'sleepers' });
    return status?.readyReplicas === 3;
  });
  await apps.deleteNamespacedDeployment({ namespace, name: 'sleepers' });
  await until('pods collected with their owner', async () => {
    const { items } = await core.listNamespacedPod({ namespace, labelSelector: 'app=sleepers' });
    return items.length === 0;
  });
  t.pass('scaled and collected');
});

t.test('an informer sees everything once, across a watch that is lost', async (t) => {
  const proxy = await openBreakableProxy(Number(new URL(cluster.url).port));
  const proxied = new KubeConfig();
  proxied.loadFromFile(cluster.kubeconfig);
  const [entry] = proxied.clusters;
  proxied.clusters = [{ ...entry!, server: `https://127.0.0.1:${proxy.port}` }];
  const throughProxy = proxied.makeApiClient(CoreV1Api);
  const informer = makeInformer(proxied, `/api/v1/namespaces/${namespace}/configmaps`, () =>
    throughProxy.listNamespacedConfigMap({ namespace }),
  );
  const seen: string[] = [];
  for (const verb of ['add', 'update', 'delete'] as const) {
    informer.on(verb, ({ metadata }) => {
      if (metadata?.name?.startsWith('seen-')) seen.push(`${verb} ${metadata.name}`);
    });
  }
  let lost = 0;
  let stopped = false;
  informer.on('error', () => {
    if (stopped) return;
    lost++;
    setTimeout(() => void informer.start().catch(() => undefined), 200);
  });
  const create = (name: string): Promise<unknown> =>
    core.createNamespacedConfigMap({ namespace, body: { metadata: { name } } });
  await create('seen-before');
  await informer.start();
  await create('seen-live');
  await until('a live event', () => seen.includes('add seen-live'));

  proxy.breakAll();
  await create('seen-while-lost');
  await core.deleteNamespacedConfigMap({ namespace, name: 'seen-before' });
  await until('what happened meanwhile', () => seen.includes('delete seen-before'));
  await create('seen-after');
  await until('an event after it', () => seen.includes('add seen-after'));

  t.ok(lost > 0, 'the watch was lost');
  t.same(seen.toSorted(), [
    'add seen-after',
    'add seen-before',
    'add seen-live',
    'add seen-while-lost',
    'delete seen-before',
  ]);
  stopped = true;
  await informer.stop();
  proxy.close();
});

t.test('ephemeral containers are added one after the other, and stay', async (t) => {
  await core.createNamespacedPod({
    namespace,
    body: {
      metadata: { name: 'host' },
      spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', image: 'sleeper' }] },
    },
  });
  const add = (name: string): Promise<unknown> =>
    core.patchNamespacedPodEphemeralcontainers(
      {
        namespace,
        name: 'host',
        body: { spec: { ephemeralContainers: [{ name, image: 'sleeper', targetContainerName: 'main' }] } },
      },
      setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
    );
  await add('chaos-1');
  await add('chaos-2');
  await until('both running', async () => {
    const { status } = await core.readNamespacedPod({ namespace, name: 'host' });
    return (
      status?.ephemeralContainerStatuses?.filter(({ state }) => state?.running !== undefined).length === 2
    );
  });
  const { spec } = await core.readNamespacedPod({ namespace, name: 'host' });
  t.same(spec?.ephemeralContainers?.map(({ name }) => name).toSorted(), ['chaos-1', 'chaos-2']);
  const wrongTarget = core.patchNamespacedPodEphemeralcontainers(
    {
      namespace,
      name: 'host',
      body: {
        spec: { ephemeralContainers: [{ name: 'chaos-3', image: 'sleeper', targetContainerName: 'nobody' }] },
      },
    },
    setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
  );
  await t.rejects(wrongTarget, { code: 422 });
  await core.deleteNamespacedPod({ namespace, name: 'host' });
});
