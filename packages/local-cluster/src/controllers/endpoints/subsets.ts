import type { Endpoints, Pod, Service } from '@pod-contagion/api-server/objects';
import { isEnded, isReady } from '../../control-loop/pod-state.ts';
import { endpointAddress, endpointPorts, type EndpointPort } from './ports.ts';
import { hostnameFor, targetReference } from './service-pods.ts';

/** How many addresses one Endpoints holds. Source: endpoints_controller.go (`maxCapacity`). */
export const MAX_ADDRESSES = 1000;

type Subset = NonNullable<Endpoints['subsets']>[number];
type Address = NonNullable<Subset['addresses']>[number];

type Group = { ports: EndpointPort[]; ready: Address[]; notReady: Address[] };

/** The subsets of a Service, and whether some addresses had no room. */
export type Subsets = Readonly<{ subsets: Subset[]; isTruncated: boolean }>;

/**
 * The pods of a Service by the ports they have, ready ones apart from those that are not yet.
 *
 * Source: pkg/controller/endpoint/endpoints_controller.go (`syncService`), pkg/api/v1/endpoints/util.go (`RepackSubsets`).
 */
export function endpointsSubsets(service: Service, pods: readonly Pod[]): Subsets {
  const { publishNotReadyAddresses = false } = service.spec ?? {};
  const groups = new Map<string, Group>();
  const listed = pods.filter((pod) => isListed(pod, publishNotReadyAddresses));
  const isServed = (pod: Pod): boolean => publishNotReadyAddresses || isReady(pod);
  const readyCount = listed.filter(isServed).length;
  let readyRoom = MAX_ADDRESSES;
  let notReadyRoom = Math.max(0, MAX_ADDRESSES - readyCount);
  for (const pod of listed) {
    const ports = endpointPorts(service, pod);
    if (ports.length === 0 && (service.spec?.ports ?? []).length > 0) continue;
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, ready: [], notReady: [] };
    groups.set(key, group);
    if (isServed(pod)) {
      if (readyRoom-- > 0) group.ready.push(addressOf(service, pod));
    } else if (mayBecomeReady(pod) && notReadyRoom-- > 0) group.notReady.push(addressOf(service, pod));
  }
  const subsets = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => subsetOf(group) ?? []);
  return { subsets, isTruncated: listed.length > MAX_ADDRESSES };
}

function subsetOf({ ports, ready, notReady }: Group): Subset | undefined {
  const subset: Subset = {};
  if (ready.length > 0) subset.addresses = ready.toSorted(byAddress);
  if (notReady.length > 0) subset.notReadyAddresses = notReady.toSorted(byAddress);
  if (ports.length > 0) subset.ports = ports.map(withoutEmptyName);
  return ready.length + notReady.length > 0 ? subset : undefined;
}

/** Source: staging/src/k8s.io/endpointslice/util/controller_utils.go (`ShouldPodBeInEndpoints`). */
function isListed(pod: Pod, includeTerminating: boolean): boolean {
  if (isEnded(pod) || (pod.status?.podIP ?? '') === '') return false;
  return includeTerminating || pod.metadata.deletionTimestamp === undefined;
}

/** Source: endpoints_controller.go (`shouldPodBeInEndpoints`). */
function mayBecomeReady({ spec, status }: Pod): boolean {
  if (spec?.restartPolicy === 'Never') return status?.phase !== 'Failed' && status?.phase !== 'Succeeded';
  return spec?.restartPolicy !== 'OnFailure' || status?.phase !== 'Succeeded';
}

function addressOf(service: Service, pod: Pod): Address {
  const { nodeName } = pod.spec ?? {};
  const hostname = hostnameFor(service, pod);
  return {
    ip: endpointAddress(pod),
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: targetReference(pod),
  };
}

function byAddress(a: Address, b: Address): number {
  return a.ip === b.ip ? 0 : a.ip < b.ip ? -1 : 1;
}

function withoutEmptyName({ name, port, ...rest }: EndpointPort): { name?: string; port: number } {
  return { ...(name === undefined || name === '' ? {} : { name }), port: port ?? 0, ...rest };
}
