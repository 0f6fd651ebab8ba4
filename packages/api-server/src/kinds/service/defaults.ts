import type { Service } from '../../machinery/objects.ts';
import { sameJson } from '../../machinery/json.ts';
import {
  isExternallyAccessible,
  mayHaveNodePorts,
  needsClusterIp,
  needsHealthCheck,
  needsNodePorts,
  type ServiceSpec,
} from './facts.ts';

/** How long a client stays with its endpoint under `ClientIP`, in seconds. */
const STICKY_SECONDS = 10_800;

/** Fills in what a Service leaves out. Source: pkg/apis/core/v1/defaults.go (`SetDefaults_Service`). */
export function defaultService(service: Service): void {
  service.spec ??= {};
  const spec = service.spec;
  spec.type ||= 'ClusterIP';
  spec.sessionAffinity ||= 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (
    spec.sessionAffinity === 'ClientIP' &&
    spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined
  ) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: STICKY_SECONDS } };
  }
  for (const port of spec.ports ?? []) {
    port.protocol ||= 'TCP';
    if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '') {
      port.targetPort = port.port;
    }
  }
  if (isExternallyAccessible(spec)) spec.externalTrafficPolicy ||= 'Cluster';
  if (spec.type !== 'ExternalName') spec.internalTrafficPolicy ??= 'Cluster';
  if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true;
  syncAddresses(spec);
  defaultFamilies(spec);
}

/** Either of `clusterIP` and `clusterIPs` follows from the other. */
function syncAddresses(spec: ServiceSpec): void {
  if (!spec.clusterIP) delete spec.clusterIP;
  if (!spec.clusterIPs?.length) delete spec.clusterIPs;
  if (spec.clusterIP && spec.clusterIPs === undefined) spec.clusterIPs = [spec.clusterIP];
}

/** There is one family of addresses here. Source: registry/core/service/storage/alloc.go (`initIPFamilyFields`). */
function defaultFamilies(spec: ServiceSpec): void {
  if (!needsClusterIp(spec)) return;
  const hasNoSelector = Object.keys(spec.selector ?? {}).length === 0;
  if (spec.clusterIP === 'None' && hasNoSelector) {
    spec.ipFamilyPolicy ||= 'RequireDualStack';
    spec.ipFamilies ??= spec.ipFamilyPolicy === 'SingleStack' ? ['IPv4'] : ['IPv4', 'IPv6'];
    return;
  }
  spec.ipFamilyPolicy ||= 'SingleStack';
  spec.ipFamilies ??= ['IPv4'];
}

/**
 * Gives a changed Service what it was given before and now leaves out, and takes away what its new type does not
 * have.
 *
 * Source: pkg/registry/core/service/storage/storage.go (`patchAllocatedValues`), strategy.go (`NormalizeClusterIPs`,
 * `dropTypeDependentFields`).
 */
export function carryOver(service: Service, old: Service): void {
  service.spec ??= {};
  const spec = service.spec;
  const before = old.spec ?? {};
  spec.type ||= 'ClusterIP';
  carryOverAddress(spec, before);
  carryOverNodePorts(spec, before);
  if (needsHealthCheck(before) && needsHealthCheck(spec) && before.healthCheckNodePort !== undefined) {
    spec.healthCheckNodePort ||= before.healthCheckNodePort;
  }
  dropWhatTypeHasNot(spec, before);
}

function carryOverAddress(spec: ServiceSpec, before: ServiceSpec): void {
  if (!needsClusterIp(before) || !needsClusterIp(spec)) return;
  if (!spec.clusterIP && before.clusterIP) spec.clusterIP = before.clusterIP;
  if (!spec.clusterIPs?.length && spec.clusterIP === before.clusterIP && before.clusterIPs) {
    spec.clusterIPs = [...before.clusterIPs];
  }
  // Where only the one that older clients know was changed, the other follows.
  const isOnlyOneChanged =
    spec.clusterIP !== before.clusterIP && sameJson(spec.clusterIPs, before.clusterIPs);
  if (isOnlyOneChanged && spec.clusterIP) spec.clusterIPs = [spec.clusterIP];
  if (before.ipFamilyPolicy !== undefined) spec.ipFamilyPolicy ??= before.ipFamilyPolicy;
  if (before.ipFamilies !== undefined) spec.ipFamilies ??= [...before.ipFamilies];
}

function carryOverNodePorts(spec: ServiceSpec, before: ServiceSpec): void {
  if (!needsNodePorts(before) || !needsNodePorts(spec)) return;
  const used = new Set((spec.ports ?? []).map(({ nodePort }) => nodePort));
  const known = new Map(
    (before.ports ?? []).map((port) => [`${port.protocol || 'TCP'}/${port.port}`, port.nodePort]),
  );
  for (const port of spec.ports ?? []) {
    const nodePort = known.get(`${port.protocol || 'TCP'}/${port.port}`);
    if (!port.nodePort && nodePort !== undefined && !used.has(nodePort)) port.nodePort = nodePort;
  }
}

function dropWhatTypeHasNot(spec: ServiceSpec, before: ServiceSpec): void {
  if (needsClusterIp(before) && !needsClusterIp(spec) && sameJson(spec.clusterIPs, before.clusterIPs)) {
    delete spec.clusterIP;
    delete spec.clusterIPs;
    delete spec.ipFamilies;
    delete spec.ipFamilyPolicy;
  }
  const nodePortsOf = ({ ports }: ServiceSpec): unknown => (ports ?? []).map(({ nodePort }) => nodePort ?? 0);
  if (
    mayHaveNodePorts(before) &&
    !mayHaveNodePorts(spec) &&
    sameJson(nodePortsOf(spec), nodePortsOf(before))
  ) {
    for (const port of spec.ports ?? []) delete port.nodePort;
  }
  if (needsHealthCheck(before) && !needsHealthCheck(spec)) delete spec.healthCheckNodePort;
  if (before.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    delete spec.allocateLoadBalancerNodePorts;
    delete spec.loadBalancerClass;
  }
  if (isExternallyAccessible(before) && !isExternallyAccessible(spec)) delete spec.externalTrafficPolicy;
}
