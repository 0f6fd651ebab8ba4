/** A game on a real local cluster: what it hits, and what it can't be made to hit. */
import t, { type Test } from 'tap';
import { connect, type Kubernetes } from '@pod-contagion/chaos';
import { startCluster } from '@pod-contagion/local-cluster';
import { until } from '../../../../scripts/testing/until.ts';
import { openGame } from '../../src/game/index.ts';

type Pods = readonly Readonly<{ name: string; uid: string }>[];

async function clusterOf(t: Test): Promise<Kubernetes> {
  const cluster = await startCluster({
    stateFolder: t.testdir({}),
    images: { sleeper: { command: ['sleep', '100000'] } },
  });
  t.teardown(() => cluster.close());
  return connect({ kubeconfig: cluster.kubeconfig });
}

async function podsOf({ core }: Kubernetes, app: string): Promise<Pods> {
  const { items } = await core.listNamespacedPod({ namespace: 'default', labelSelector: `app=${app}` });
  return items
    .filter(({ metadata }) => metadata?.deletionTimestamp === undefined)
    .map(({ metadata }) => ({ name: metadata?.name ?? '', uid: metadata?.uid ?? '' }));
}

async function deploy(kube: Kubernetes, app: string, replicas: number): Promise<Pods> {
  const labels = { app };
  const containers = [{ name: 'main', image: 'sleeper' }];
  const template = { metadata: { labels }, spec: { terminationGracePeriodSeconds: 0, containers } };
  const body = { metadata: { name: app }, spec: { replicas, selector: { matchLabels: labels }, template } };
  await kube.apps.createNamespacedDeployment({ namespace: 'default', body });
  await until(`${app} to be ready`, async () => {
    const deployment = await kube.apps.readNamespacedDeployment({ namespace: 'default', name: app });
    return deployment.status?.readyReplicas === replicas;
  });
  return podsOf(kube, app);
}

t.test('shots', async (t) => {
  const kube = await clusterOf(t);
  const [podder, ...others] = await deploy(kube, 'podder', 6);
  const [stranger] = await deploy(kube, 'web', 2);
  if (podder === undefined || stranger === undefined) throw new Error('expected pods, got none');
  let nowMs = 0;
  const game = openGame({
    kubernetes: kube,
    namespace: 'default',
    selector: 'app=podder',
    shotsPerMinute: 2,
    maxShots: 4,
    nowMs: () => nowMs,
  });
  t.teardown(() => game.close());
  const uids = async (app: string): Promise<string[]> => (await podsOf(kube, app)).map(({ uid }) => uid);

  t.match(game.token, /^[0-9a-f]{32}$/);
  t.match(await game.shoot(podder), { status: 409, body: { message: /type the name/ } });
  t.match(await game.begin('kube-system'), { status: 403 });
  t.equal(game.rules().isOpen, false);
  t.match(await game.begin('default'), { status: 200 });

  t.match(await game.shoot(stranger), { status: 404 }, 'what the selector does not match');
  t.match(
    await game.shoot({ ...podder, uid: stranger.uid }),
    { status: 404 },
    'one of that name, but another',
  );
  t.match(await game.shoot({ name: '../x', uid: 'x' }), { status: 404, body: { message: /name of a pod/ } });
  t.equal(game.rules().shots, 0, 'none of these was a shot');
  t.same((await uids('web')).length, 2);

  t.match(await game.shoot(podder), { status: 200, body: { message: `${podder.name} is evicted` } });
  await until('it to be gone', async () => !(await uids('podder')).includes(podder.uid));
  await until('another in its place', async () => (await uids('podder')).length === 6);
  t.match(await game.shoot(podder), { status: 404 });
  await until('its Event', async () => {
    const { items } = await kube.core.listNamespacedEvent({ namespace: 'default' });
    return items.some(({ reason, involvedObject }) => {
      return reason === 'PodChaosEvicted' && involvedObject.name === podder.name;
    });
  });

  const hit = async (index: number): Promise<object> => game.shoot(others[index] ?? podder);
  t.match(await hit(0), { status: 200 });
  t.match(await hit(1), { status: 429, retryAfterSeconds: 60 });
  nowMs = 60_000;
  t.match(await hit(1), { status: 200 });
  t.match(await hit(2), { status: 200 });
  nowMs = 120_000;
  t.match(await hit(3), { status: 409, body: { message: 'all 4 shots are spent' } });
  t.match(await game.end(), { status: 200 });
  t.match(await hit(3), { status: 409, body: { message: /type the name/ } });
});

t.test('caps: the last ready pod of an owner is left alone', async (t) => {
  const kube = await clusterOf(t);
  const [only] = await deploy(kube, 'podder', 1);
  if (only === undefined) throw new Error('expected a pod, got none');
  const game = openGame({ kubernetes: kube, namespace: 'default', selector: 'app=podder' });
  t.teardown(() => game.close());
  await game.begin('default');
  t.match(await game.shoot(only), { status: 404, body: { message: /last ready|%|half|share/ } });
  t.same(await podsOf(kube, 'podder'), [only]);
});

t.test('a right that is missing is named, with the Role that gives it', async (t) => {
  const kube = await clusterOf(t);
  for (const denied of ['list pods', 'create pods/eviction']) {
    // The local cluster reviews nothing: what stands in its place denies one right.
    const createSelfSubjectAccessReview: Kubernetes['authorization']['createSelfSubjectAccessReview'] =
      async ({ body }) => {
        const { verb, resource, subresource } = body.spec.resourceAttributes ?? {};
        const right = `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;
        return Object.assign(body, { status: { allowed: right !== denied } });
      };
    const authorization = Object.assign(Object.create(kube.authorization) as Kubernetes['authorization'], {
      createSelfSubjectAccessReview,
    });
    const game = openGame({ kubernetes: { ...kube, authorization }, namespace: 'default', selector: '' });
    const answer = await game.begin('default');
    t.match(answer, {
      status: 403,
      body: { message: `expected the right to ${denied} in default, got none`, role: /kind: Role\n/ },
    });
    t.equal(game.rules().isOpen, false);
    await game.close();
  }
});
