import { setImmediate as turn } from 'node:timers/promises';
import type { Test } from 'tap';
import {
  keyOf,
  parseKey,
  runController,
  type Controller,
  type ControllerOptions,
} from '../../src/control-loop/controller.ts';
import { createEventRecorder } from '../../src/events/event-recorder.ts';
import { createKinds, createRegistry, type Registry } from '@pod-contagion/api-server/registry';
import {
  apiTime,
  createNumberPool,
  createAddressPool,
  type Clock,
  type Deployment,
  type KubeNode,
  type Pod,
  type PodTemplate,
  type ReplicaSet,
  type Service,
} from '@pod-contagion/api-server/objects';

/** A clock that a test turns. */
export type ManualClock = Clock & { readonly advance: (ms: number) => void };

export function createManualClock(startMs: number = Date.parse('2030-01-01T00:00:00Z')): ManualClock {
  let nowMs = startMs;
  const timers = new Set<{ atMs: number; action: () => void }>();
  return {
    nowMs: () => nowMs,
    schedule: (delayMs, action) => {
      const timer = { atMs: nowMs + Math.max(0, delayMs), action };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: (ms) => {
      const endMs = nowMs + ms;
      for (;;) {
        const [next] = [...timers].toSorted((a, b) => a.atMs - b.atMs);
        if (next === undefined || next.atMs > endMs) break;
        timers.delete(next);
        nowMs = next.atMs;
        next.action();
      }
      nowMs = endMs;
    },
  };
}

/** The control plane of a test: a real registry with real kinds. */
export type Plane = Readonly<{
  registry: Registry;
  clock: ManualClock;
  /** What went wrong in controllers, in the order it did. */
  errors: unknown[];
  /** Starts a controller, which ends with the test. */
  start: <T extends Controller>(begin: (options: ControllerOptions) => T, component?: string) => T;
  /** Waits until nothing changes any more at the present time. */
  settle: () => Promise<void>;
  /** Turns the clock in small steps, and waits after each. */
  pass: (ms: number, stepMs?: number) => Promise<void>;
}>;

/** Makes a control plane with the namespace `default` and, unless told otherwise, a node. */
export function createPlane(t: Test, { withNode = true } = {}): Plane {
  const clock = createManualClock();
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const registry = createRegistry(
    createKinds({
      serviceAddresses: createAddressPool(
        createNumberPool({
          first: 0x7f_41_00_01,
          last: 0x7f_41_00_ff,
          order: { kind: 'sequential' },
          range: '',
        }),
      ),
      nodePorts: createNumberPool({ first: 30_000, last: 30_100, order: { kind: 'sequential' }, range: '' }),
    }),
    clock,
    onError,
  );
  registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } });
  if (withNode) registry.create('nodes', node());
  let seed = 0;
  const start: Plane['start'] = (begin, component = 'test') => {
    const random = (): number => (seed = (seed + 0.000_321) % 1);
    const recorder = createEventRecorder({ registry, clock, component, random });
    const controller = begin({ registry, clock, recorder, onError });
    t.teardown(() => controller.close());
    return controller;
  };
  const settle = async (): Promise<void> => {
    // A controller that was woken has worked two turns later, at the latest.
    for (let quiet = 0; quiet < 3;) {
      const before = registry.revision();
      await turn();
      quiet = registry.revision() === before ? quiet + 1 : 0;
    }
  };
  const pass = async (ms: number, stepMs = 10): Promise<void> => {
    await settle();
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.advance(Math.min(stepMs, ms - passed));
      await settle();
    }
  };
  return { registry, clock, errors, start, settle, pass };
}

/**
 * Has queues break off now and then until the test ends, as they do on a busy machine: then one controller works between two
 * keys of another. `everyNth` says after how many looks at the clock the time of a queue is over.
 */
export function breakQueues(t: Test, everyNth: () => number): void {
  const now = performance.now.bind(performance);
  let looks = 0;
  let aheadMs = 0;
  performance.now = () => {
    if (++looks % everyNth() === 0) aheadMs += 1000;
    return now() + aheadMs;
  };
  t.teardown(() => (performance.now = now));
}

/** What a fake kubelet does to pods. */
export type KubeletOptions = Readonly<{
  /** From being bound to being ready; undefined never. */
  readyAfterMs?: (pod: Pod) => number | undefined;
  /** From the deletionTimestamp to the end. */
  endsAfterMs?: number;
}>;

/** A kubelet without processes: it says of pods what a real one would. Binds them, too, unless a scheduler does. */
export function startFakeKubelet(
  { registry, clock, onError }: ControllerOptions,
  { readyAfterMs = () => 0, endsAfterMs = 0 }: KubeletOptions = {},
  schedules = true,
): Controller {
  let addresses = 1;
  const seenAtMs = new Map<string, number>();
  return runController(
    { registry, clock, onError },
    { pods: ({ type, object }, queue) => type !== 'DELETED' && queue.add(keyOf(object)) },
    (key, queue) => {
      const { namespace, name } = parseKey(key);
      const found = registry.find('pods', namespace, name);
      if (found === undefined) return;
      if (found.metadata.deletionTimestamp !== undefined) {
        const dueMs =
          Date.parse(found.metadata.deletionTimestamp) -
          1000 * (found.metadata.deletionGracePeriodSeconds ?? 0);
        const leftMs = dueMs + endsAfterMs - clock.nowMs();
        if (leftMs > 0) queue.addAfter(key, leftMs);
        else registry.delete('pods', namespace, name, { gracePeriodSeconds: 0 });
        return;
      }
      if (found.spec?.nodeName === undefined) {
        if (schedules) registry.bind(namespace, name, 'local');
        return;
      }
      if (found.status?.phase !== 'Pending') return;
      const sinceMs = seenAtMs.get(key) ?? clock.nowMs();
      seenAtMs.set(key, sinceMs);
      const waitMs = readyAfterMs(found);
      if (waitMs === undefined) return;
      if (sinceMs + waitMs > clock.nowMs()) queue.addAfter(key, sinceMs + waitMs - clock.nowMs());
      else setPod(registry, key, { ready: true, podIP: `127.66.${addresses >> 8}.${addresses++ & 255}` });
    },
  );
}

/** Sets what a kubelet says of a pod. */
export function setPod(
  registry: Registry,
  key: string,
  { ready, podIP, phase = 'Running' }: { ready?: boolean; podIP?: string; phase?: string },
): void {
  const { namespace, name } = parseKey(key);
  registry.modify(
    'pods',
    namespace,
    name,
    (draft) => {
      const status = (draft.status ??= {});
      status.phase = phase;
      if (podIP !== undefined) Object.assign(status, { podIP, podIPs: [{ ip: podIP }] });
      if (ready === undefined) return;
      const others = (status.conditions ?? []).filter(({ type }) => type !== 'Ready');
      status.conditions = [
        ...others,
        {
          type: 'Ready',
          status: ready ? 'True' : 'False',
          lastTransitionTime: apiTime(registry.clock.nowMs()),
        },
      ];
    },
    { subresource: 'status' },
  );
}

export function node(name = 'local', pods = '110'): KubeNode {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name } },
    spec: {},
    status: { capacity: { pods }, allocatable: { pods } },
  };
}

export function template(
  image = 'pod-contagion:generic',
  labels: Record<string, string> = { app: 'podder' },
): PodTemplate {
  return {
    metadata: { labels },
    spec: podSpec(image),
  };
}

function podSpec(image: string): NonNullable<Pod['spec']> {
  return { containers: [{ name: 'podder', image, ports: [{ name: 'http', containerPort: 8080 }] }] };
}

export function replicaSet(name: string, replicas: number): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace: 'default' },
    spec: { replicas, selector: { matchLabels: { app: 'podder' } }, template: template() },
  };
}

export function deployment(name: string, replicas: number, strategy?: object): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'podder' } },
      template: template(),
      ...(strategy === undefined ? {} : { strategy }),
    },
  };
}

export function pod(name: string, labels: Record<string, string> = { app: 'podder' }): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels },
    spec: podSpec('pod-contagion:generic'),
  };
}

export function service(name: string, spec: Service['spec'] = {}): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: {
      selector: { app: 'podder' },
      ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }],
      ...spec,
    },
  };
}

/** Reasons and messages of the Events about objects of a kind, in the order they were first seen. */
export function eventsOf(registry: Registry, kind: string): string[] {
  return registry
    .list('events')
    .filter(({ involvedObject }) => involvedObject.kind === kind)
    .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map(({ reason, message }) => `${reason}: ${message}`);
}
