import type { Service } from '../../machinery/objects.ts';

/** The spec of a Service, as it may come from a client. */
export type ServiceSpec = NonNullable<Service['spec']>;

/** A port of a Service. */
export type ServicePort = NonNullable<ServiceSpec['ports']>[number];

/** What stands for a Service that wants no address. */
export const NO_ADDRESS = 'None';

/** Says whether a Service has an address of its own, or wants none by name: all but those that are an alias. */
export function needsClusterIp({ type }: ServiceSpec): boolean {
  return type !== 'ExternalName';
}

/** Says whether a Service has no address, only endpoints. */
export function isHeadless({ clusterIPs, clusterIP }: ServiceSpec): boolean {
  return clusterIPs?.length
    ? clusterIPs.length === 1 && clusterIPs[0] === NO_ADDRESS
    : clusterIP === NO_ADDRESS;
}

/** Says whether a Service is given ports of the node. Source: pkg/registry/core/service/storage/storage.go. */
export function needsNodePorts({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

/** Says whether a Service may have ports of the node. */
export function mayHaveNodePorts({ type }: ServiceSpec): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

/** Says whether a Service is reached from outside. Source: pkg/api/service/util.go, as below. */
export function isExternallyAccessible({ type, externalIPs }: ServiceSpec): boolean {
  return (
    type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && (externalIPs ?? []).length > 0)
  );
}

/** Says whether a load balancer asks each node whether it has endpoints. */
export function needsHealthCheck({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}
