import type { V1Container, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';

/**
 * The containers of a pod that run as long as it does: its containers, and before them its sidecars, which are init
 * containers with `restartPolicy: Always` since Kubernetes 1.28.
 *
 * Source: kubernetes.io/docs/concepts/workloads/pods/sidecar-containers.
 */
export function longRunningContainers({ spec }: V1Pod): readonly V1Container[] {
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...sidecars, ...(spec?.containers ?? [])];
}

/** What the pod tells of one container, whichever list it is in. */
export function containerStatus({ status }: V1Pod, container: string): V1ContainerStatus | undefined {
  const { containerStatuses, initContainerStatuses, ephemeralContainerStatuses } = status ?? {};
  return [containerStatuses, initContainerStatuses, ephemeralContainerStatuses]
    .flatMap((list) => list ?? [])
    .find(({ name }) => name === container);
}

/** What the pod tells of all that run as long as it does. */
export function longRunningStatuses({ spec, status }: V1Pod): readonly V1ContainerStatus[] {
  const sidecars = new Set(
    (spec?.initContainers ?? []).flatMap(({ name, restartPolicy }) =>
      restartPolicy === 'Always' ? [name] : [],
    ),
  );
  const ofInit = (status?.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name));
  return [...ofInit, ...(status?.containerStatuses ?? [])];
}
