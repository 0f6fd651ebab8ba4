import type { V1Container } from '@kubernetes/client-node';
import { connect, type Kubernetes } from '@pod-contagion/chaos';
import { startCluster, type Cluster, type ClusterOptions } from '@pod-contagion/local-cluster';
import type { Test } from 'tap';
import { inTime } from '../../../../scripts/testing/in-time.ts';
import { until } from '../../../../scripts/testing/until.ts';

/** A pod as the API tells of it; only what tests look at. */
export type Pod = Readonly<{
  metadata: Readonly<{ name: string; uid: string; deletionTimestamp?: string }>;
  spec: Readonly<{ ephemeralContainers?: readonly Readonly<{ name: string }>[] }>;
  status: Readonly<{
    phase: string;
    podIP?: string;
    containerStatuses?: readonly Readonly<{ ready: boolean; restartCount: number }>[];
  }>;
}>;

/** A local cluster of a test, closed with it. */
export type TestCluster = Readonly<{
  kubeconfig: string;
  /** Where it has its files, those of volumes among them. */
  stateFolder: string;
  url: string;
  kube: Kubernetes;
  /** Creates a Deployment of sleepers or others, labelled app=NAME, and waits until all are Ready. */
  deploy: (name: string, replicas: number, image?: string, container?: Partial<V1Container>) => Promise<void>;
  /** Pods with the label app=NAME that are not being deleted. */
  pods: (name: string) => Promise<readonly Pod[]>;
  /** Waits until something holds. */
  until: (what: string, holds: () => Promise<boolean>) => Promise<unknown>;
}>;

/** A sleeper ends at once when it is told to. */
const SLEEPER = { command: ['sleep', '100000'] };

/** Starts a cluster for one test. */
export async function startTestCluster(t: Test, options: ClusterOptions = {}): Promise<TestCluster> {
  const stateFolder = t.testdir({});
  const cluster: Cluster = await inTime(
    'a cluster to start',
    startCluster({
      ...options,
      stateFolder,
      images: { sleeper: SLEEPER, ...options.images },
    }),
  );
  t.teardown(() => inTime('the cluster to close', cluster.close()));
  const kube = await connect({ kubeconfig: cluster.kubeconfig });
  const namespace = 'default';
  const pods = async (name: string): Promise<readonly Pod[]> => {
    const list = await kube.core.listNamespacedPod({ namespace, labelSelector: `app=${name}` });
    const items = list.items as unknown as readonly Pod[];
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  };
  return {
    kubeconfig: cluster.kubeconfig,
    stateFolder,
    url: cluster.url,
    kube,
    pods,
    until,
    async deploy(name, replicas, image = 'sleeper', container = {}) {
      const labels = { app: name };
      const containers = [{ name: 'main', image, ...container }];
      await kube.apps.createNamespacedDeployment({
        namespace,
        body: {
          metadata: { name },
          spec: {
            replicas,
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers } },
          },
        },
      });
      await until(`${name} to be ready`, async () => {
        const all = await pods(name);
        const ready = all.filter(({ status }) => status.containerStatuses?.every((each) => each.ready));
        return ready.length === replicas;
      });
    },
  };
}
