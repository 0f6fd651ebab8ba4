import t from 'tap';
import { findTargets } from '../../src/targets/find.ts';
import type { TargetOptions } from '../../src/targets/options.ts';
import { scriptedApi, statusBody, type Script } from '../testing/scripted-api.ts';
import { deploymentPods, podLike } from './pods.ts';

const PODS = '/api/v1/namespaces/default/pods';
const REPLICA_SETS = '/apis/apps/v1/namespaces/default/replicasets';
const JOBS = '/apis/batch/v1/namespaces/default/jobs';
const ALL: TargetOptions = {
  namespaces: ['default'],
  amount: 'all',
  maxNamespacePercent: 100,
  keepLastReady: false,
};

const list = (items: readonly object[], more?: string): object => ({
  kind: 'List',
  apiVersion: 'v1',
  metadata: more === undefined ? {} : { continue: more },
  items,
});

const owned = (kind: string, name: string, owner: string, ownerName: string): object => ({
  metadata: {
    name,
    namespace: 'default',
    uid: `uid-${kind}-${name}`,
    ownerReferences: [{ apiVersion: 'x/v1', kind: owner, name: ownerName, uid: 'o', controller: true }],
  },
});

const forbidden = { status: 403, body: statusBody(403, 'replicasets.apps is forbidden') };

t.test('one request per kind of owner says who is above it', async (t) => {
  const pods = [...deploymentPods(3), podLike({ name: 'job-x', owner: ['Job', 'clean-29000000'] })];
  const script: Script = ({ path }) => {
    if (path === PODS) return { body: list(pods) };
    if (path === REPLICA_SETS) return { body: list([owned('ReplicaSet', 'web-5d9c7', 'Rollout', 'web')]) };
    return path === JOBS ? { body: list([owned('Job', 'clean-29000000', 'CronJob', 'clean')]) } : undefined;
  };
  const { kube, asked } = await scriptedApi(t, script);
  const { chosen } = await findTargets(kube, ALL);
  t.strictSame(new Set(chosen.map(({ owner }) => owner)), new Set(['CronJob/clean', 'Rollout/web']));
  t.strictSame(
    asked.map(({ path }) => path),
    [PODS, REPLICA_SETS, JOBS],
  );
});

t.test('where that is forbidden, the name without its hash has to do', async (t) => {
  const { kube } = await scriptedApi(t, ({ path }) => {
    if (path === PODS) return { body: list(deploymentPods(2)) };
    return path === REPLICA_SETS ? forbidden : undefined;
  });
  const { chosen } = await findTargets(kube, { ...ALL, owner: 'Deployment/web' });
  t.strictSame(
    chosen.map(({ owner }) => owner),
    ['Deployment/web', 'Deployment/web'],
  );
});

t.test('an API server that fails is no reason to guess', async (t) => {
  const { kube } = await scriptedApi(t, ({ path }) =>
    path === PODS
      ? { body: list(deploymentPods(2)) }
      : { status: 500, body: statusBody(500, 'etcd is away') },
  );
  await t.rejects(findTargets(kube, ALL), {
    code: 'CHAOS_API',
    message: "can't list replicasets in default: etcd is away",
  });
});

t.test('bare pods cost no request for owners, and one name is asked for by its field', async (t) => {
  const { kube, asked } = await scriptedApi(t, ({ path }) =>
    path === PODS ? { body: list([podLike({ name: 'bare' })]) } : undefined,
  );
  await findTargets(kube, { ...ALL, names: ['bare'], fieldSelector: 'spec.nodeName=node-1' });
  t.strictSame(
    asked.map(({ path, query }) => [path, query.get('fieldSelector')]),
    [[PODS, 'spec.nodeName=node-1,metadata.name=bare']],
  );
});

t.test('long lists come in pages, and begin anew where the server forgot', async (t) => {
  const pods = deploymentPods(5);
  let expired = false;
  const { kube, asked } = await scriptedApi(t, ({ path, query }) => {
    if (path === REPLICA_SETS) return forbidden;
    if (path !== PODS) return undefined;
    const from = Number(query.get('continue') ?? 0);
    if (from === 2 && !expired) {
      expired = true;
      return { status: 410, body: statusBody(410, 'The provided continue parameter is too old') };
    }
    return { body: list(pods.slice(from, from + 2), from + 2 < pods.length ? String(from + 2) : undefined) };
  });
  const { chosen } = await findTargets(kube, ALL);
  t.equal(chosen.length, 5);
  t.strictSame(
    asked.filter(({ path }) => path === PODS).map(({ query }) => query.get('continue')),
    [null, '2', null, '2', '4'],
  );
  t.equal(asked[0]?.query.get('limit'), '500');
});

t.test('listing pods is needed: a refusal names it', async (t) => {
  const { kube } = await scriptedApi(t, () => ({ status: 403, body: statusBody(403, 'pods is forbidden') }));
  await t.rejects(findTargets(kube, ALL), {
    code: 'CHAOS_FORBIDDEN',
    message: "can't list pods in default: pods is forbidden",
  });
});
