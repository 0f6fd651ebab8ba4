import { isIPv4, isIPv6 } from 'node:net';
import {
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
  tooMany,
  type FieldError,
} from '../../machinery/field-error.ts';
import {
  dnsLabelProblems,
  dnsSubdomainProblems,
  NO_IP_MESSAGE,
  portNumberProblems,
} from '../../machinery/names.ts';
import type { Service } from '../../machinery/objects.ts';
import { validateLabels } from '../../machinery/labels.ts';
import { validateChoice } from '../pod/containers.ts';
import { validatePort } from '../pod/handlers.ts';
import {
  isExternallyAccessible,
  isHeadless,
  needsClusterIp,
  needsHealthCheck,
  NO_ADDRESS,
  type ServicePort,
  type ServiceSpec,
} from './facts.ts';

const TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] as const;
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const TRAFFIC_POLICIES = ['Cluster', 'Local'] as const;
const FAMILIES = ['IPv4', 'IPv6'] as const;
const FAMILY_POLICIES = ['SingleStack', 'PreferDualStack', 'RequireDualStack'] as const;

/** The longest that a client stays with its endpoint, in seconds. */
const MAX_STICKY_SECONDS = 86_400;

/** Of how many `clusterIPs` it is said what is wrong with each; two are the most that are right. */
const MAX_ADDRESSES_LOOKED_AT = 4;

/** The greatest number of ports of a Service: each is listened at, here. Kubernetes has no such limit. */
export const MAX_PORTS = 1_000;

/** What is wrong with a Service. Source: pkg/apis/core/validation/validation.go (`ValidateService`), as all here. */
export function validateService({ spec = {} }: Service): FieldError[] {
  return [
    ...validateType(spec),
    ...validatePorts(spec),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...validateAffinity(spec),
    ...validateAddresses(spec),
    ...validateExternal(spec),
    ...validateChoice(spec.type, TYPES, 'spec.type'),
    ...validateTypesPorts(spec),
    ...validatePolicies(spec),
  ];
}

function validateType(spec: ServiceSpec): FieldError[] {
  const { type } = spec;
  const errors: FieldError[] = [];
  if ((spec.ports ?? []).length === 0 && !isHeadless(spec) && type !== 'ExternalName') {
    errors.push(required('spec.ports'));
  }
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(spec)) {
    const message = `may not be set to 'None' for ${type} services`;
    errors.push(invalid('spec.clusterIPs[0]', NO_ADDRESS, message));
  }
  if (type !== 'ExternalName') return errors;
  for (const name of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const) {
    if (spec[name]?.length)
      errors.push(forbidden(`spec.${name}`, 'may not be set for ExternalName services'));
  }
  const alias = (spec.externalName ?? '').replace(/\.$/, '');
  if (alias === '') errors.push(required('spec.externalName'));
  else
    errors.push(
      ...dnsSubdomainProblems(alias).map((problem) => invalid('spec.externalName', alias, problem)),
    );
  return errors;
}

function validatePorts(spec: ServiceSpec): FieldError[] {
  const ports = spec.ports ?? [];
  if (ports.length > MAX_PORTS) return [tooMany('spec.ports', ports.length, MAX_PORTS)];
  const names = new Set<string>();
  return ports.flatMap((port, index) =>
    validateServicePort(port, ports.length > 1, names, `spec.ports[${index}]`),
  );
}

function validateServicePort(
  port: ServicePort,
  needsName: boolean,
  names: Set<string>,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const { name = '' } = port;
  if (name === '') {
    if (needsName) errors.push(required(`${field}.name`));
  } else {
    errors.push(...dnsLabelProblems(name).map((problem) => invalid(`${field}.name`, name, problem)));
    if (names.has(name)) errors.push(duplicate(`${field}.name`, name));
    names.add(name);
  }
  const number = port.port ?? 0;
  errors.push(...portNumberProblems(number).map((problem) => invalid(`${field}.port`, number, problem)));
  errors.push(...validateChoice(port.protocol, PROTOCOLS, `${field}.protocol`));
  errors.push(...validatePort(port.targetPort, `${field}.targetPort`));
  return errors;
}

function validateAffinity(spec: ServiceSpec): FieldError[] {
  const errors = validateChoice(spec.sessionAffinity, ['ClientIP', 'None'], 'spec.sessionAffinity');
  const field = 'spec.sessionAffinityConfig';
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (spec.sessionAffinity === 'ClientIP') {
    if (seconds === undefined) errors.push(required(field, 'when session affinity type is ClientIP'));
    else if (seconds <= 0 || seconds > MAX_STICKY_SECONDS) {
      const message = `must be greater than 0 and less than ${MAX_STICKY_SECONDS}`;
      errors.push(invalid(`${field}.clientIP.timeoutSeconds`, seconds, message));
    }
  }
  return errors;
}

/** Also asked before addresses are given out: with some of these mistakes none can be. */
function validateAddresses(spec: ServiceSpec): FieldError[] {
  if (!needsClusterIp(spec)) return [];
  const field = 'spec.clusterIPs';
  const errors: FieldError[] = [];
  const { clusterIP = '', clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  if (clusterIP !== '' && clusterIPs[0] !== clusterIP) {
    errors.push(invalid(field, clusterIPs, 'first value must match `clusterIP`'));
  }
  if (clusterIP === '' && clusterIPs.length > 0) {
    errors.push(invalid(field, clusterIPs, 'must be empty when `clusterIP` is not specified'));
  }
  const families = new Set<string>();
  for (const [index, family] of ipFamilies.entries()) {
    const path = `spec.ipFamilies[${index}]`;
    errors.push(...validateChoice(family, FAMILIES, path));
    if (families.has(family)) errors.push(duplicate(path, family));
    else if (family === 'IPv6' && !isHeadless(spec))
      errors.push(invalid(path, family, 'not configured on this cluster'));
    families.add(family);
  }
  if (ipFamilyPolicy) errors.push(...validateChoice(ipFamilyPolicy, FAMILY_POLICIES, 'spec.ipFamilyPolicy'));
  if (ipFamilyPolicy === 'RequireDualStack' && !isHeadless(spec)) {
    errors.push(
      invalid(
        'spec.ipFamilyPolicy',
        ipFamilyPolicy,
        'this cluster is not configured for dual-stack services',
      ),
    );
  }
  // Each message shows them all, so that of many only the first are looked at.
  for (const [index, ip] of clusterIPs.slice(0, MAX_ADDRESSES_LOOKED_AT).entries()) {
    const path = `${field}[${index}]`;
    if (index === 0 && ip === NO_ADDRESS) {
      if (clusterIPs.length > 1)
        errors.push(invalid(field, clusterIPs, "'None' must be the first and only value"));
    } else if (isIPv6(ip)) errors.push(invalid(path, clusterIPs, 'IPv6 is not configured on this cluster'));
    else if (!isIPv4(ip)) errors.push(invalid(path, ip, NO_IP_MESSAGE));
  }
  if (clusterIPs.length > 2) errors.push(invalid(field, clusterIPs, 'may only hold up to 2 values'));
  return errors;
}

function validateExternal(spec: ServiceSpec): FieldError[] {
  return (spec.externalIPs ?? []).flatMap((ip, index) =>
    isIPv4(ip) || isIPv6(ip) ? [] : [invalid(`spec.externalIPs[${index}]`, ip, NO_IP_MESSAGE)],
  );
}

function validateTypesPorts(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  const ports = spec.ports ?? [];
  for (const [index, { nodePort }] of ports.entries()) {
    if (nodePort && spec.type === 'ClusterIP') {
      errors.push(forbidden(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    }
  }
  const nodePorts = new Set<string>();
  for (const [index, { protocol, nodePort }] of ports.entries()) {
    if (!nodePort) continue;
    if (nodePorts.has(`${protocol}/${nodePort}`))
      errors.push(duplicate(`spec.ports[${index}].nodePort`, nodePort));
    nodePorts.add(`${protocol}/${nodePort}`);
  }
  const numbers = new Set<string>();
  for (const [index, { protocol, port }] of ports.entries()) {
    if (numbers.has(`${protocol}/${port}`))
      errors.push(duplicate(`spec.ports[${index}]`, shownPort(port, protocol)));
    numbers.add(`${protocol}/${port}`);
  }
  return errors;
}

/** What identifies a port, as the type of the source writes it. */
function shownPort(port: number | undefined, protocol: string | undefined): object {
  return {
    Name: '',
    Protocol: protocol ?? '',
    AppProtocol: null,
    Port: port ?? 0,
    TargetPort: 0,
    NodePort: 0,
  };
}

function validatePolicies(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  const { type, externalTrafficPolicy, internalTrafficPolicy, healthCheckNodePort } = spec;
  const onlyForBalancers = "may only be used when `type` is 'LoadBalancer'";
  if (type !== 'LoadBalancer') {
    if ((spec.loadBalancerSourceRanges ?? []).length > 0) {
      errors.push(forbidden('spec.LoadBalancerSourceRanges', onlyForBalancers));
    }
    if (spec.allocateLoadBalancerNodePorts !== undefined && spec.allocateLoadBalancerNodePorts !== null) {
      errors.push(forbidden('spec.allocateLoadBalancerNodePorts', onlyForBalancers));
    }
    if (spec.loadBalancerClass) errors.push(forbidden('spec.loadBalancerClass', onlyForBalancers));
  }
  if (!isExternallyAccessible(spec)) {
    if (externalTrafficPolicy) {
      const message = 'may only be set for externally-accessible services';
      errors.push(invalid('spec.externalTrafficPolicy', externalTrafficPolicy, message));
    }
  } else {
    errors.push(...validateChoice(externalTrafficPolicy, TRAFFIC_POLICIES, 'spec.externalTrafficPolicy'));
  }
  if (healthCheckNodePort && !needsHealthCheck(spec)) {
    const message = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.push(invalid('spec.healthCheckNodePort', healthCheckNodePort, message));
  }
  if (internalTrafficPolicy && !TRAFFIC_POLICIES.some((policy) => policy === internalTrafficPolicy)) {
    errors.push(notSupported('spec.internalTrafficPolicy', internalTrafficPolicy, TRAFFIC_POLICIES));
  }
  return errors;
}

/** What may not have been changed: an address stays, unless the Service was or becomes an alias. */
export function validateServiceUpdate({ spec = {} }: Service, { spec: before = {} }: Service): FieldError[] {
  if (!needsClusterIp(spec) || !needsClusterIp(before)) return [];
  if (isHeadless(spec) && isHeadless(before)) return [];
  const errors: FieldError[] = [];
  const { clusterIPs = [] } = spec;
  const field = 'spec.clusterIPs[0]';
  const first = before.clusterIPs?.[0];
  if (first !== undefined && clusterIPs.length === 0) {
    errors.push(invalid(field, clusterIPs, 'primary clusterIP can not be unset'));
  } else if (first !== undefined && first !== clusterIPs[0]) {
    errors.push(invalid(field, clusterIPs, 'may not change once set'));
  }
  if (
    needsHealthCheck(spec) &&
    needsHealthCheck(before) &&
    spec.healthCheckNodePort !== before.healthCheckNodePort
  ) {
    errors.push(forbidden('spec.healthCheckNodePort', 'field is immutable'));
  }
  return errors;
}
