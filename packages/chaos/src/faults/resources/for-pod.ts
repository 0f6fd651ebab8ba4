import type { V1Pod } from '@kubernetes/client-node';
import { readQuantity } from '@pod-contagion/notations';
import { longRunningContainers } from '../../targets/pod-containers.ts';
import type { ResourceFaultSpec } from '../fault-spec.ts';
import { limitOf, podLimit, storageLimit } from './pod-limits.ts';
import type { FillDiskFaultSpec, PodMemory } from './spec.ts';

/** What kubectl takes for the container that is meant; source: kubernetes.io/docs/reference/labels-annotations-taints. */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** A fault as one pod gets it: with what its spec says of limits, which an agent can't see from within. */
export function forPod(
  fault: ResourceFaultSpec,
  pod: V1Pod,
  container: string | undefined,
): ResourceFaultSpec {
  switch (fault.kind) {
    case 'burn': {
      const limitCores = podLimit(pod, 'cpu');
      return limitCores === undefined ? fault : { ...fault, limitCores };
    }
    case 'fill-memory':
      return { ...fault, pod: memoryOf(pod, watchedContainer(pod, container)) };
    case 'fill-disk': {
      const evictsAtBytes = evictsAt(pod, fault);
      return evictsAtBytes === undefined ? fault : { ...fault, evictsAtBytes };
    }
  }
}

/** The container whose processes an agent sees: the one that is named, else the one that kubectl would take, else the first. */
export function watchedContainer(pod: V1Pod, wanted: string | undefined): string {
  return wanted ?? pod.metadata?.annotations?.[DEFAULT_CONTAINER] ?? pod.spec?.containers[0]?.name ?? '';
}

function memoryOf(pod: V1Pod, sees: string): PodMemory {
  const limitBytes = podLimit(pod, 'memory');
  // Where all containers share their processes, all are seen.
  const isShared = pod.spec?.shareProcessNamespace === true;
  const unseen = isShared ? [] : longRunningContainers(pod).filter(({ name }) => name !== sees);
  const unseenBytes = unseen.reduce((sum, container) => sum + (limitOf(container, 'memory') ?? 0), 0);
  return {
    ...(limitBytes === undefined ? {} : { limitBytes: Math.floor(limitBytes) }),
    sees,
    unseenBytes: limitBytes === undefined ? 0 : Math.floor(unseenBytes),
  };
}

/** An emptyDir counts against its own limit and the pod's; other volumes against none. */
function evictsAt(pod: V1Pod, { volume }: FillDiskFaultSpec): number | undefined {
  const emptyDir = pod.spec?.volumes?.find(({ name }) => name === volume)?.emptyDir;
  if (emptyDir === undefined) return undefined;
  const sizeLimit = readQuantity(emptyDir.sizeLimit ?? '') ?? 0;
  const limits = [sizeLimit, storageLimit(pod) ?? 0].filter((limit) => limit > 0);
  return limits.length === 0 ? undefined : Math.floor(Math.min(...limits));
}
