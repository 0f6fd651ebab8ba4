import { readReachedAt } from '@pod-contagion/notations';
import type { EndpointSlice, Pod, Service } from '@pod-contagion/api-server/objects';

/** A port of an EndpointSlice. */
export type EndpointPort = NonNullable<EndpointSlice['ports']>[number];

type ServicePort = NonNullable<NonNullable<Service['spec']>['ports']>[number];

/**
 * The ports of a Service as one pod has them: a name as targetPort may stand for another number in each pod, and is left
 * out for a pod that has no such name; and where pods share an address, each answers at another port.
 *
 * Source: staging/src/k8s.io/endpointslice/utils.go (`getEndpointPorts`).
 */
export function endpointPorts({ spec }: Service, pod: Pod): EndpointPort[] {
  const reachedAt = readReachedAt(pod);
  return (spec?.ports ?? []).flatMap((servicePort) => {
    const target = targetPort(servicePort, pod);
    if (target === undefined) return [];
    const port = reachedAt?.ports[target] ?? target;
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    return [{ name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

/** The address of a pod at which its endpoints are. */
export function endpointAddress(pod: Pod): string {
  return readReachedAt(pod)?.host ?? pod.status?.podIP ?? '';
}

/** The port of a pod that a Service's port leads to. Source: pkg/api/v1/pod/util.go (`FindPort`). */
export function targetPort(servicePort: ServicePort, { spec }: Pod): number | undefined {
  const target = servicePort.targetPort ?? servicePort.port;
  if (typeof target === 'number') return target === 0 ? servicePort.port : target;
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...(spec?.containers ?? []), ...sidecars]
    .flatMap(({ ports }) => ports ?? [])
    .find(({ name, protocol = 'TCP' }) => name === target && protocol === (servicePort.protocol ?? 'TCP'))
    ?.containerPort;
}
