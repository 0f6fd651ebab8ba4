import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Test } from 'tap';
import { startCluster, type Cluster, type ClusterOptions } from '@pod-contagion/local-cluster';
import { PATIENCE_MS } from './command-line.ts';

const execFilePromise = promisify(execFile);

/** A pod as kubectl tells of it; only what tests look at. */
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
  kubectl: (...argv: string[]) => Promise<string>;
  /** Creates a Deployment of sleepers, labelled app=NAME, and waits until all are Ready. */
  deploy: (name: string, replicas: number, image?: string) => Promise<void>;
  /** Pods with the label app=NAME that are not being deleted. */
  pods: (name: string) => Promise<readonly Pod[]>;
  /** Waits until something holds. */
  until: (what: string, holds: () => Promise<boolean>) => Promise<void>;
}>;

/** A sleeper ends at once when it is told to. */
const SLEEPER = { command: ['sleep', '100000'] };

/** Starts a cluster for one test. */
export async function startTestCluster(t: Test, options: ClusterOptions = {}): Promise<TestCluster> {
  const cluster: Cluster = await startCluster({
    ...options,
    stateFolder: t.testdir({}),
    images: { sleeper: SLEEPER, ...options.images },
  });
  t.teardown(() => cluster.close());
  const kubectl = async (...argv: string[]): Promise<string> => {
    const { stdout } = await execFilePromise('kubectl', argv, {
      env: { PATH: process.env['PATH'], HOME: t.testdirName, KUBECONFIG: cluster.kubeconfig },
    });
    return stdout;
  };
  const pods = async (name: string): Promise<readonly Pod[]> => {
    const list = JSON.parse(await kubectl('get', 'pods', '-l', `app=${name}`, '-o', 'json')) as {
      items: Pod[];
    };
    return list.items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  };
  const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
    const untilMs = performance.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (performance.now() > untilMs) throw new Error(`not in time: ${what}`);
      await sleep(100);
    }
  };
  return {
    kubeconfig: cluster.kubeconfig,
    kubectl,
    pods,
    until,
    async deploy(name, replicas, image = 'sleeper') {
      await kubectl('create', 'deployment', name, `--image=${image}`, `--replicas=${replicas}`);
      await until(`${name} is ready`, async () => {
        const all = await pods(name);
        const ready = all.filter(({ status }) => status.containerStatuses?.every((each) => each.ready));
        return ready.length === replicas;
      });
    },
  };
}
