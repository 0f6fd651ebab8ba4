import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V1Container, V1Pod, V1PodSpec } from '@kubernetes/client-node';
import { startCluster, type ClusterOptions, type Image } from '@pod-contagion/local-cluster';
import type { Test } from 'tap';
import { connect, type Kubernetes } from '../../src/kubernetes/connect.ts';
import { until } from '../../../../scripts/testing/until.ts';

/** Images for pods: one that ends on SIGTERM, one that does not. */
const IMAGES: Readonly<Record<string, Image>> = {
  sleeper: { command: ['sleep', '600'] },
  deaf: { command: ['sh', '-c', `trap '' TERM; echo deaf; while :; do sleep 1; done`] },
};

/** Starts a local cluster that ends with the test. */
export async function clusterFor(t: Test, options: ClusterOptions = {}): Promise<Kubernetes> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'chaos-test-'));
  const cluster = await startCluster({ images: IMAGES, stateFolder, ...options });
  t.teardown(async () => {
    await cluster.close();
    rmSync(stateFolder, { recursive: true, force: true });
  });
  return connect({ kubeconfig: cluster.kubeconfig });
}

/** Makes a Deployment of sleepers, or others, labelled app=NAME. */
export async function createDeployment(
  kube: Kubernetes,
  name: string,
  replicas: number,
  container: Partial<V1Container> = {},
  pod: Partial<V1PodSpec> = {},
): Promise<void> {
  const labels = { app: name };
  const containers = [{ name: 'main', image: 'sleeper', ...container }];
  await kube.apps.createNamespacedDeployment({
    namespace: 'default',
    body: {
      metadata: { name },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers, ...pod } },
      },
    },
  });
}

/** The same, and waits until all of them are Ready. */
export async function deploy(
  ...[kube, name, replicas, ...how]: Parameters<typeof createDeployment>
): Promise<readonly V1Pod[]> {
  await createDeployment(kube, name, replicas, ...how);
  return readyPods(kube, name, replicas);
}

/** Makes a pod by itself and waits until it is Ready. */
export async function runPod(kube: Kubernetes, name: string, spec: Partial<V1PodSpec> = {}): Promise<V1Pod> {
  await kube.core.createNamespacedPod({
    namespace: 'default',
    body: {
      metadata: { name, labels: { app: name } },
      spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'main', image: 'sleeper' }], ...spec },
    },
  });
  const [pod] = await readyPods(kube, name, 1);
  if (pod === undefined) throw new Error('expected a pod');
  return pod;
}

/** All pods with a label `app`, once so many of them are Ready, none is ending, and those that are to be deaf are. */
export async function readyPods(kube: Kubernetes, app: string, count: number): Promise<readonly V1Pod[]> {
  const pods = await until(`${count} pods of ${app} to be Ready`, async () => {
    const { items } = await kube.core.listNamespacedPod({
      namespace: 'default',
      labelSelector: `app=${app}`,
    });
    const ready = items.filter(
      ({ metadata, status }) =>
        metadata?.deletionTimestamp === undefined &&
        status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    );
    return ready.length === count && items.length === count && ready;
  });
  for (const { metadata, spec } of pods) {
    if (spec?.containers[0]?.image === 'deaf') await untilSays(kube, metadata?.name ?? '', 'deaf');
  }
  return pods;
}

/** Waits until a text stands in the log of a pod: a process runs before it has done anything. */
export async function untilSays(kube: Kubernetes, name: string, text: string): Promise<void> {
  await until(`${name} to say ${text}`, async () => {
    const log = await kube.core.readNamespacedPodLog({ namespace: 'default', name });
    return log?.includes(text);
  });
}
