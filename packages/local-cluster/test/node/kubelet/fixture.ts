import { kubeletRules } from '@pod-contagion/lifecycle';
import type { Test } from 'tap';
import type { Image } from '../../../src/node/images/image.ts';
import { createKubelet, type Kubelet, type KubeletOptions } from '../../../src/node/kubelet/kubelet.ts';
import type { ContainerStatus, Pod, PodSpec } from '@pod-contagion/api-server/objects';
import { createEmptyDirs } from '../../../src/node/volumes/empty-dirs.ts';
import { reachAtOwnAddress } from '../../../src/network/service-reach.ts';
import type { ProbeResult } from '../../../src/node/probes/probe-result.ts';
import type { Registry } from '@pod-contagion/api-server/registry';
import { emptyRegistry } from './empty-registry.ts';
import { createManualClock, settle, type ManualClock } from './manual-clock.ts';
import { createScriptedRuntime, type ScriptedRuntime } from './scripted-runtime.ts';

/** When all tests begin; not at a whole second, so that roundings show. */
export const START_MS: number = Date.parse('2030-01-01T00:00:00.250Z');

/** A kubelet whose time, containers and probes a test has in hand. */
export type Fixture = Readonly<{
  clock: ManualClock;
  registry: Registry;
  runtime: ScriptedRuntime;
  kubelet: Kubelet;
  /** What probes find, by `PORT/path` (HTTP) or `PORT` (TCP). */
  answers: Map<string, ProbeResult>;
  probed: string[];
  /** `Type Reason Message` of each Event, in order. */
  events: string[];
  attached: Set<string>;
  /** Makes a pod on the node. */
  run: (spec: Partial<PodSpec>, metadata?: Partial<Pod['metadata']>) => Promise<Pod>;
  pod: () => Pod;
  status: (container?: string) => ContainerStatus;
  /** The status of a condition. */
  condition: (type: string) => string | undefined;
}>;

const IMAGES: Readonly<Record<string, Image>> = {
  app: { command: ['app', '--first'], env: { FROM_IMAGE: 'image' } },
};

/** Makes one, with the pod that `run` makes called `podder`. */
export function fixtureFor(t: Test, options: Partial<KubeletOptions> = {}): Fixture {
  const clock = createManualClock(START_MS);
  const fail = (error: unknown): void => {
    t.error(error);
  };
  const registry = emptyRegistry(clock, fail);
  const runtime = createScriptedRuntime(clock);
  const answers = new Map<string, ProbeResult>();
  const events: string[] = [];
  const probed: string[] = [];
  const attached = new Set<string>();
  const answer = async (target: string): Promise<ProbeResult> => {
    probed.push(target);
    return answers.get(target) ?? { passed: true, output: '' };
  };
  const kubelet = createKubelet({
    registry,
    runtime,
    network: {
      attach: async (uid) => {
        attached.add(uid);
        return { ip: '127.10.0.1' };
      },
      detach: async (uid) => void attached.delete(uid),
      close: async () => undefined,
    },
    // Made only by tests with volumes, which ask for the folder by `t.testdir()` before.
    emptyDirs: createEmptyDirs(t.testdirName),
    images: { resolve: (name) => IMAGES[name] },
    recorder: { record: (_, type, reason, message) => void events.push(`${type} ${reason} ${message}`) },
    probers: { http: ({ port, path }) => answer(`${port}${path}`), tcp: ({ port }) => answer(`${port}`) },
    clock,
    random: () => 0,
    rules: kubeletRules('1.36'),
    nodeName: 'local',
    nodeIp: '127.0.0.1',
    services: reachAtOwnAddress((port) => (port < 1024 ? port + 8000 : port)),
    machine: {
      cpus: 2,
      memoryBytes: 8 * 2 ** 30,
      architecture: 'x64',
      platform: 'linux',
      kernelVersion: '6.1',
      osImage: 'Test',
      machineId: 'm',
      bootId: 'b',
    },
    onError: fail,
    ...options,
  });
  t.teardown(() => kubelet.close(0));

  const pod = (): Pod => registry.get('pods', 'default', 'podder');
  return {
    clock,
    registry,
    runtime,
    kubelet,
    answers,
    probed,
    events,
    attached,
    run: async (spec, metadata = {}) => {
      const made = registry.create('pods', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'podder', namespace: 'default', ...metadata },
        spec: { containers: [{ name: 'app', image: 'app' }], ...spec },
      });
      registry.bind('default', made.metadata.name ?? '', 'local');
      await settle();
      return made;
    },
    pod,
    status: (name = 'app') => {
      const {
        containerStatuses = [],
        initContainerStatuses = [],
        ephemeralContainerStatuses = [],
      } = pod().status ?? {};
      const all = [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses];
      const found = all.find((status) => status.name === name);
      if (found === undefined) throw new Error(`no status of ${name}`);
      return found;
    },
    condition: (type) => pod().status?.conditions?.find((condition) => condition.type === type)?.status,
  };
}
