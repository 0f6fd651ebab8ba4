import { readReachedAt } from '@pod-contagion/notations';
import type { End, PodSight } from './observation.ts';

/** The state of a container as the API has it, as far as it is read here. */
type ContainerState = Readonly<{
  running?: { startedAt?: string };
  waiting?: { reason?: string; message?: string };
  terminated?: {
    containerID?: string;
    exitCode?: number;
    reason?: string;
    message?: string;
    finishedAt?: string;
  };
}>;

/** A pod as the API has it, as far as it is read here. */
export type PodObject = Readonly<{
  metadata: Readonly<{
    uid: string;
    name: string;
    resourceVersion: string;
    deletionTimestamp?: string;
    annotations?: Record<string, string>;
    labels?: Record<string, string>;
    ownerReferences?: readonly Readonly<{ kind: string; name: string; controller?: boolean }>[];
  }>;
  spec?: Readonly<{
    nodeName?: string;
    containers?: readonly Readonly<{
      name: string;
      ports?: readonly Readonly<{ name?: string; containerPort: number }>[];
    }>[];
  }>;
  status?: Readonly<{
    phase?: string;
    podIP?: string;
    conditions?: readonly Readonly<{ type: string; status: string }>[];
    containerStatuses?: readonly Readonly<{
      name: string;
      containerID?: string;
      restartCount?: number;
      state?: ContainerState;
      lastState?: ContainerState;
    }>[];
  }>;
}>;

/** What matters of a pod. Of several containers the first is the podder; restarts are of all. */
export type PodFacts = PodSight &
  Readonly<{
    healthPort: number;
    /** Where its health listener is reached from this machine: its own address, but on a local cluster that has only one. */
    healthAddress: Readonly<{ ip: string; port: number }> | undefined;
  }>;

/** The port of an original podder's health listener; ours have one named `health` in the manifest. */
const ORIGINAL_HEALTH_PORT = 81;

/** Reads the facts of a pod out of the API's object. */
export function readPod({ metadata, spec, status }: PodObject): PodFacts {
  const [container] = spec?.containers ?? [];
  const statuses = status?.containerStatuses ?? [];
  const own = statuses.find(({ name }) => name === container?.name) ?? statuses[0];
  const running = own?.state?.running !== undefined;
  const healthPort =
    container?.ports?.find(({ name }) => name === 'health')?.containerPort ?? ORIGINAL_HEALTH_PORT;
  return {
    uid: metadata.uid,
    name: metadata.name,
    healthPort,
    healthAddress: healthAddress(metadata, status?.podIP, healthPort),
    ready: status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false,
    over: status?.phase === 'Succeeded' || status?.phase === 'Failed',
    containerId: running ? own.containerID : undefined,
    waitingReason: own?.state?.waiting?.reason,
    waitingMessage: own?.state?.waiting?.message,
    restarts: statuses.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0),
    lastEnd: endOf(own?.state) ?? endOf(own?.lastState),
    node: spec?.nodeName,
    owner: ownerOf(metadata),
    labels: labelsOf(metadata),
  };
}

/**
 * What made a pod, as people know it: the ReplicaSet of a Deployment is named after that and the hash of its template, which its pods
 * have as a label.
 */
function ownerOf({ ownerReferences = [], labels }: PodObject['metadata']): string | undefined {
  const owner = ownerReferences.find(({ controller }) => controller === true);
  const hash = labels?.['pod-template-hash'];
  if (owner?.kind !== 'ReplicaSet' || hash === undefined) return owner?.name;
  return owner.name.endsWith(`-${hash}`) ? owner.name.slice(0, -hash.length - 1) : owner.name;
}

/** In one order, so that pods with the same labels say the same. Neither keys nor values can hold a comma or an equals sign. */
function labelsOf({ labels }: PodObject['metadata']): string | undefined {
  if (labels === undefined) return undefined;
  return Object.keys(labels)
    .toSorted()
    .map((key) => `${key}=${labels[key]}`)
    .join(',');
}

function healthAddress(
  metadata: PodObject['metadata'],
  podIp: string | undefined,
  port: number,
): PodFacts['healthAddress'] {
  const reachedAt = readReachedAt({ metadata });
  const ip = reachedAt?.host ?? podIp;
  return ip === undefined || ip === '' ? undefined : { ip, port: reachedAt?.ports[port] ?? port };
}

function endOf(state: ContainerState | undefined): End | undefined {
  const ended = state?.terminated;
  if (ended?.containerID === undefined) return undefined;
  const { containerID, exitCode = 0, reason = '', message, finishedAt } = ended;
  const atMs = Date.parse(finishedAt ?? '');
  return { containerId: containerID, exitCode, reason, message, ...(Number.isNaN(atMs) ? {} : { atMs }) };
}
