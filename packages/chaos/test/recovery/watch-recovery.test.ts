import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '@pod-contagion/local-cluster';
import t from 'tap';
import { PATIENCE_MS, until } from '../../../../scripts/testing/until.ts';
import { connect, type Kubernetes } from '../../src/kubernetes/connect.ts';
import type { RecoveryReport } from '../../src/recovery/report.ts';
import { watchRecovery, type RecoveryEvent } from '../../src/recovery/watch-recovery.ts';
import { relayFor } from '../testing/relay.ts';

const stateFolder = await mkdtemp(join(tmpdir(), 'watch-recovery-'));
const cluster = await startCluster({ stateFolder, images: { sleeper: { command: ['sleep', '600'] } } });
t.teardown(async () => {
  await cluster.close();
  await rm(stateFolder, { recursive: true });
});
const kube = await connect({ kubeconfig: cluster.kubeconfig });
const namespace = 'default';

async function deploy(name: string, replicas: number): Promise<void> {
  const labels = { app: name };
  const containers = [{ name: 'main', image: 'sleeper' }];
  const template = { metadata: { labels }, spec: { terminationGracePeriodSeconds: 0, containers } };
  await kube.apps.createNamespacedDeployment({
    namespace,
    body: { metadata: { name }, spec: { replicas, selector: { matchLabels: labels }, template } },
  });
  await until(`${replicas} Ready pods`, async () => {
    const { status } = await kube.apps.readNamespacedDeployment({ namespace, name });
    return status?.readyReplicas === replicas;
  });
}

/** Deletes so many pods, one after the other; a replacement that has come by then is not among them. */
async function kill(name: string, count = 1): Promise<string[]> {
  const { items } = await kube.core.listNamespacedPod({ namespace, labelSelector: `app=${name}` });
  const victims = items.slice(0, count).map(({ metadata }) => metadata?.name ?? '');
  for (const victim of victims) await kube.core.deleteNamespacedPod({ namespace, name: victim });
  return victims;
}

/** Watches, and does something once it does; ends when all has settled. */
async function watchWhile(
  selector: string,
  act: () => Promise<void>,
  watched: Kubernetes = kube,
): Promise<{ report: RecoveryReport; events: RecoveryEvent[] }> {
  const events: RecoveryEvent[] = [];
  const acted = Promise.withResolvers<void>();
  const options = { namespaces: [namespace], selector, settleMs: 1_000, durationMs: PATIENCE_MS };
  const watching = watchRecovery(watched, options, undefined, (event) => {
    events.push(event);
    if (event.event === 'watching') act().then(acted.resolve, acted.reject);
  });
  const [report] = await Promise.all([watching, acted.promise]);
  return { report, events };
}

t.test('deleted pods of a Deployment, one after the other', async (t) => {
  await deploy('web', 4);
  await deploy('other', 1);
  const victims: string[] = [];
  const { report, events } = await watchWhile('app=web', async () => {
    victims.push(...(await kill('web', 2)));
    await kill('other');
  });
  t.match(events[0], { event: 'watching', pods: 4, workloads: 1 });
  t.equal(report.reason, 'settled');
  const pods = report.departures.filter(({ kind }) => kind === 'Pod');
  t.same(pods.map(({ name }) => name).toSorted(), victims.toSorted());
  for (const { name, owner, how, state, replacement, downMs = -1 } of pods) {
    t.match({ owner, how, state }, { owner: 'Deployment/web', how: 'deleted', state: 'back' }, name);
    t.match(replacement, /^web-/);
    t.ok(downMs >= 0 && downMs < PATIENCE_MS, `${downMs} ms`);
  }
  t.equal(new Set(pods.map(({ replacement }) => replacement)).size, 2);
  const [podSummary, deployments, statefulSets] = report.summaries;
  t.match(podSummary, { left: 2, back: 2, stillDown: 0, downMs: { count: 2 } });
  t.ok((deployments?.left ?? 0) >= 1 && deployments?.stillDown === 0, 'the Deployment was short of pods');
  t.match(statefulSets, { left: 0 });
  t.equal(report.breaks, 0);
});

t.test('scaled down: nobody waits for a replacement', async (t) => {
  const { report } = await watchWhile('app=web', async () => {
    const scale = { namespace, name: 'web' };
    const found = await kube.apps.readNamespacedDeployment(scale);
    if (found.spec !== undefined) found.spec.replicas = 2;
    await kube.apps.replaceNamespacedDeployment({ ...scale, body: found });
  });
  t.match(report.summaries[0], { left: 2, unneeded: 2, stillDown: 0 });
});

t.test('over connections that break', async (t) => {
  const relay = await relayFor(t, { cluster, kube, folder: '' });
  const { report, events } = await watchWhile(
    'app=web',
    async () => {
      relay.cut('closed');
      const [victim] = await kill('web');
      await until('a replacement', async () => {
        const { items } = await kube.core.listNamespacedPod({ namespace, labelSelector: 'app=web' });
        const isThere = items.some(({ metadata }) => metadata?.name === victim);
        return !isThere && items.filter(({ status }) => status?.phase === 'Running').length === 2;
      });
      relay.mend();
    },
    relay.kube,
  );
  t.ok(report.breaks >= 1);
  t.ok(events.some(({ event }) => event === 'broken'));
  t.ok(events.some(({ event }) => event === 'resumed'));
  t.match(
    report.summaries[0],
    { left: 1, back: 1, inexact: 1, downMs: undefined },
    'seen, but nobody knows when',
  );
});

t.test('ends by its duration and by the signal', async (t) => {
  const options = { namespaces: [namespace] };
  t.match(await watchRecovery(kube, { ...options, durationMs: 50 }), { reason: 'duration', departures: [] });
  const ending = new AbortController();
  const watching = watchRecovery(kube, options, ending.signal, () => ending.abort());
  t.match(await watching, { reason: 'signal', departures: [] });
  t.match(await watchRecovery(kube, options, AbortSignal.abort()), { reason: 'signal' });
});

t.test('wrong options', async (t) => {
  for (const wrong of [
    { namespaces: [] },
    { namespaces: ['a/b'] },
    { durationMs: 0 },
    { settleMs: -1 },
    { selector: '=' },
  ]) {
    await t.rejects(watchRecovery(kube, { namespaces: [namespace], ...wrong }), { code: 'CHAOS_USAGE' });
  }
});
