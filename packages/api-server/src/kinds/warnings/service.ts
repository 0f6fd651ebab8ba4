import { own } from '@pod-contagion/notations';
import type { Service } from '../../machinery/objects.ts';
import { cidrWarnings, ipWarnings } from './ip.ts';

const OLD_HINTS = 'service.kubernetes.io/topology-aware-hints';
const NEW_HINTS = 'service.kubernetes.io/topology-mode';

/** What a sender should be told of a Service. Source: pkg/api/service/warnings.go (`GetWarningsForService`). */
export function* serviceWarnings({ metadata, spec = {} }: Service): Generator<string> {
  const { type, clusterIP, clusterIPs = [], externalIPs = [], loadBalancerIP = '' } = spec;
  const isHeadless = type === 'ClusterIP' && clusterIP === 'None';
  if (own(metadata.annotations, OLD_HINTS) !== undefined)
    yield `annotation ${OLD_HINTS} is deprecated, please use ${NEW_HINTS} instead`;
  for (const [index, ip] of clusterIPs.entries()) yield* ipWarnings(ip, `spec.clusterIPs[${index}]`);
  if (isHeadless) {
    if (loadBalancerIP !== '') yield 'spec.loadBalancerIP is ignored for headless services';
    if (externalIPs.length > 0) yield 'spec.externalIPs is ignored for headless services';
    if (spec.sessionAffinity !== 'None') yield 'spec.SessionAffinity is ignored for headless services';
  }
  for (const [index, ip] of externalIPs.entries()) yield* ipWarnings(ip, `spec.externalIPs[${index}]`);
  if (externalIPs.length > 0 && !isHeadless && type !== 'ExternalName')
    yield 'spec.externalIPs is deprecated and may no longer be implemented in some clusters';
  yield* ipWarnings(loadBalancerIP, 'spec.loadBalancerIP');
  for (const [index, range] of (spec.loadBalancerSourceRanges ?? []).entries())
    yield* cidrWarnings(range, `spec.loadBalancerSourceRanges[${index}]`);
  if (type === 'ExternalName' && externalIPs.length > 0)
    yield 'spec.externalIPs is ignored when spec.type is "ExternalName"';
  if (type !== 'ExternalName' && spec.externalName)
    yield 'spec.externalName is ignored when spec.type is not "ExternalName"';
  if (spec.trafficDistribution === 'PreferClose')
    yield 'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"';
}

/** What a sender should be told of the status of one. Source: pkg/registry/core/service/strategy.go. */
export function* serviceStatusWarnings({ status }: Service): Generator<string> {
  for (const [index, { ip = '' }] of (status?.loadBalancer?.ingress ?? []).entries())
    yield* ipWarnings(ip, `status.loadBalancer.ingress[${index}]`);
}
