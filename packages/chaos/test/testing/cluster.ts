import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster, type Cluster, type ClusterOptions, type Image } from '@pod-contagion/local-cluster';
import type { V1Pod } from '@kubernetes/client-node';
import type { Test } from 'tap';
import { connect, type Kubernetes } from '../../src/kubernetes/connect.ts';
import { readPod } from '../../src/kubernetes/pods.ts';
import { isReady, podNameOf } from '../../src/targets/pod-facts.ts';
import type { Target } from '../../src/targets/target.ts';
import { until } from '../../../../scripts/testing/until.ts';

/** A local cluster of a test, and its client. */
export type TestCluster = Readonly<{ cluster: Cluster; kube: Kubernetes; folder: string }>;

/** An image of a pod that does nothing, for long enough. */
export const SLEEPER: Image = { command: ['sleep', '600'] };

/** A folder that goes with the test. */
export function freshFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-test-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a local cluster that ends with the test and has an image `sleeper`. */
export async function startFor(t: Test, options: ClusterOptions = {}): Promise<TestCluster> {
  const folder = freshFolder(t);
  const cluster = await startCluster({
    stateFolder: folder,
    ...options,
    images: { sleeper: SLEEPER, ...options.images },
  });
  t.teardown(() => cluster.close());
  const kube = await connect({ kubeconfig: cluster.kubeconfig });
  return { cluster, kube, folder };
}

/** Makes pods of one container `main` in the namespace default, and waits until they run. */
export async function runPods(
  { kube }: TestCluster,
  names: readonly string[],
  image = 'sleeper',
  command?: string[],
): Promise<Target[]> {
  for (const name of names) {
    await kube.core.createNamespacedPod({
      namespace: 'default',
      body: {
        metadata: { name, labels: { app: name } },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [{ name: 'main', image, ...(command === undefined ? {} : { command }) }],
        },
      },
    });
  }
  return Promise.all(names.map((name) => runningTarget(kube, name)));
}

/** A pod of the namespace default as a target, once it runs. */
export async function runningTarget(kube: Kubernetes, name: string): Promise<Target> {
  const pod = await until(`pod ${name} Running`, async () => {
    const seen = await readPod(kube, { namespace: 'default', name });
    return seen?.status?.phase === 'Running' ? seen : undefined;
  });
  return targetOf(pod);
}

/** A pod as it is chosen. */
export function targetOf(pod: V1Pod): Target {
  return {
    ...podNameOf(pod),
    node: pod.spec?.nodeName ?? '',
    nodeIps: [pod.status?.hostIP ?? []].flat(),
    hostNetwork: pod.spec?.hostNetwork === true,
    ready: isReady(pod),
    owner: undefined,
    pod,
  };
}

/** A signal that is never aborted. */
export const never: AbortSignal = new AbortController().signal;
