import type { V1Container, V1Pod, V1ResourceRequirements } from '@kubernetes/client-node';
import { readQuantity } from '@pod-contagion/notations';

type Resource = 'cpu' | 'memory' | 'ephemeral-storage';

/** A container, or a pod as a whole. */
type WithResources = Readonly<{ resources?: V1ResourceRequirements }>;

/**
 * The limit that the kubelet gives the pod's own cgroup, in cores or bytes; undefined where it gives none: the pod's as a whole
 * where it has one, else the sum of those of its containers, if all of them have one. Init containers count as far as they
 * need more, sidecars with the others.
 *
 * Source: pkg/kubelet/cm/helpers_linux.go (`ResourceConfigForPod`), component-helpers/resource (`PodLimits`).
 */
export function podLimit(pod: V1Pod, resource: 'cpu' | 'memory'): number | undefined {
  const whole = limitOf(pod.spec, resource);
  if (whole !== undefined) return whole;
  const { containers = [], initContainers = [] } = pod.spec ?? {};
  const all = [...containers, ...initContainers];
  if (all.length === 0 || all.some((container) => limitOf(container, resource) === undefined))
    return undefined;
  const overhead = readQuantity(pod.spec?.overhead?.[resource] ?? '0') ?? 0;
  return sumOfLimits(pod, resource) + overhead;
}

/** The sum of the limits of those containers that have one, as the kubelet takes it for disk; undefined where none has. */
export function storageLimit(pod: V1Pod): number | undefined {
  const sum = sumOfLimits(pod, 'ephemeral-storage');
  return sum > 0 ? sum : undefined;
}

/** The limit of a container; undefined where it has none. */
export function limitOf({ resources }: WithResources = {}, resource: Resource): number | undefined {
  const value = readQuantity(resources?.limits?.[resource] ?? '');
  return value === undefined || value === 0 ? undefined : value;
}

function sumOfLimits({ spec }: V1Pod, resource: Resource): number {
  const sum = (containers: readonly V1Container[]): number =>
    containers.reduce((total, container) => total + (limitOf(container, resource) ?? 0), 0);
  let sidecars = 0;
  let most = 0;
  for (const container of spec?.initContainers ?? []) {
    const own = limitOf(container, resource) ?? 0;
    if (container.restartPolicy === 'Always') sidecars += own;
    else most = Math.max(most, own + sidecars);
  }
  return Math.max(sum(spec?.containers ?? []) + sidecars, most);
}
