import { join } from 'node:path';
import t from 'tap';
import type { V1Pod } from '@kubernetes/client-node';
import type { KillEvent } from '../../src/kill/kill-events.ts';
import { killPods, type KillPodsOptions } from '../../src/kill/kill-pods.ts';
import { connect } from '../../src/kubernetes/connect.ts';
import { findTargets } from '../../src/targets/find.ts';
import type { Target } from '../../src/targets/target.ts';
import { clusterFor, deploy, readyPods, runPod } from '../testing/local-cluster.ts';
import { until } from '../../../../scripts/testing/until.ts';

/** Nobody listens there: port 9 is that of a service which discards. */
const NOBODY = `
apiVersion: v1
kind: Config
current-context: nobody
contexts: [{name: nobody, context: {cluster: nobody, user: nobody}}]
clusters: [{name: nobody, cluster: {server: 'https://127.0.0.1:9'}}]
users: [{name: nobody, user: {token: x}}]
`;

const NEVER = new AbortController().signal;
const uidsOf = (pods: readonly V1Pod[]): string[] => pods.map(({ metadata }) => metadata?.uid ?? '');

t.test('half of a Deployment is deleted or evicted, and its ReplicaSet makes others', async (t) => {
  const kube = await clusterFor(t);
  let pods = await deploy(kube, 'web', 4);
  for (const mode of ['delete', 'evict'] as const) {
    const before = uidsOf(pods);
    const { chosen } = await findTargets(kube, {
      namespaces: ['default'],
      selector: 'app=web',
      amount: { percent: 50 },
    });
    const events: KillEvent[] = [];
    const options: KillPodsOptions = { mode, waitGone: true, onEvent: (event) => events.push(event) };
    const report = await killPods(kube, chosen, options, NEVER);
    t.match(report, { fault: mode, verdict: 'held', interrupted: false, run: /^[a-z0-9]{8}$/ });
    t.match(report.targets, [
      { outcome: 'hit', hits: 1, mended: true },
      { outcome: 'hit', hits: 1, mended: true },
    ]);
    pods = await readyPods(kube, 'web', 4);
    const killed = before.filter((uid) => !uidsOf(pods).includes(uid));
    t.strictSame(killed.toSorted(), chosen.map(({ uid }) => uid).toSorted(), 'those and no others');
    for (const event of ['accepted', 'gone', 'done']) {
      t.equal(events.filter((each) => each.event === event).length, 2, event);
    }
  }
});

t.test('another pod of the same name is not touched, and one that is gone is told', async (t) => {
  const kube = await clusterFor(t);
  await runPod(kube, 'named');
  const { chosen } = await findTargets(kube, { namespaces: ['default'], names: ['named'], amount: 'all' });
  await kube.core.deleteNamespacedPod({ namespace: 'default', name: 'named', gracePeriodSeconds: 0 });
  for (const mode of ['delete', 'evict'] as const) {
    const { targets, verdict } = await killPods(kube, chosen, { mode }, NEVER);
    t.equal(verdict, 'no-effect');
    t.match(targets, [
      { outcome: 'missed', hits: 0, error: { message: 'pod default/named was gone already' } },
    ]);
  }
  const other = await until('another one', () => runPod(kube, 'named').catch(() => undefined));
  for (const mode of ['delete', 'evict'] as const) {
    const { targets, verdict } = await killPods(kube, chosen, { mode }, NEVER);
    t.equal(verdict, 'no-effect', mode);
    t.match(targets, [
      {
        outcome: 'missed',
        hits: 0,
        error: { message: /^pod default\/named is another one of that name now/ },
      },
    ]);
  }
  const now = await kube.core.readNamespacedPod({ namespace: 'default', name: 'named' });
  t.equal(now.metadata?.uid, other.metadata?.uid);
  t.equal(now.metadata?.deletionTimestamp, undefined);
});

t.test('the grace period is the one asked for, and a pod that is not gone in time has failed', async (t) => {
  const kube = await clusterFor(t);
  await runPod(kube, 'deaf', {
    containers: [{ name: 'main', image: 'deaf' }],
    terminationGracePeriodSeconds: 600,
  });
  const { chosen } = await findTargets(kube, { namespaces: ['default'], names: ['deaf'], amount: 'all' });
  const slow = await killPods(kube, chosen, { mode: 'delete', waitGone: true, timeoutMs: 500 }, NEVER);
  t.match(slow, {
    verdict: 'failed',
    targets: [{ outcome: 'failed', hits: 1, error: { code: 'CHAOS_TIMEOUT' } }],
  });
  const soon: KillPodsOptions = { mode: 'delete', gracePeriodSeconds: 0, waitGone: true };
  t.match(await killPods(kube, chosen, soon, NEVER), { verdict: 'held', fault: 'delete, grace period 0 s' });
});

t.test('an interrupted run kills nobody else', async (t) => {
  const kube = await clusterFor(t);
  await deploy(kube, 'web', 3, { image: 'deaf' }, { terminationGracePeriodSeconds: 600 });
  const { chosen } = await findTargets(kube, {
    namespaces: ['default'],
    amount: 'all',
    maxNamespacePercent: 100,
    keepLastReady: false,
  });
  const abort = new AbortController();
  const onEvent = ({ event }: KillEvent): void => {
    if (event === 'accepted') abort.abort();
  };
  const options: KillPodsOptions = { mode: 'delete', concurrency: 1, waitGone: true, onEvent };
  const report = await killPods(kube, chosen, options, abort.signal);
  t.match(report, { interrupted: true, verdict: 'no-effect' });
  t.strictSame(
    report.targets.map(({ outcome }) => outcome),
    ['hit', 'missed', 'missed'],
  );
  const { items } = await kube.core.listNamespacedPod({ namespace: 'default' });
  const ending = items.filter(({ metadata }) => metadata?.deletionTimestamp !== undefined);
  t.strictSame(uidsOf(ending), [chosen[0]?.uid]);
});

t.test('an API server that is not there has failed, not missed', async (t) => {
  const kube = await connect({ kubeconfig: join(t.testdir({ kubeconfig: NOBODY }), 'kubeconfig') });
  const target = { namespace: 'default', name: 'x', uid: 'y', node: 'n' } as Target;
  const report = await killPods(kube, [target], { mode: 'delete' }, NEVER);
  t.match(report, {
    verdict: 'failed',
    targets: [{ outcome: 'failed', error: { code: 'CHAOS_UNREACHABLE' } }],
  });
  await t.rejects(killPods(kube, [target], { mode: 'evict' }, NEVER), { code: 'CHAOS_UNREACHABLE' });
  await t.rejects(killPods(kube, [target], { mode: 'delete', gracePeriodSeconds: 1.5 }, NEVER), {
    code: 'CHAOS_USAGE',
  });
});
