import type { EndpointSlice } from '@pod-contagion/api-server/objects';
import type { EndpointPort } from './ports.ts';

/** An endpoint of an EndpointSlice. */
export type Endpoint = NonNullable<EndpointSlice['endpoints']>[number];

/** Endpoints that have the same ports, by the uid of their pods. */
export type Group = Readonly<{ ports: readonly EndpointPort[]; endpoints: ReadonlyMap<string, Endpoint> }>;

/** How many endpoints a slice holds. Source: kube-controller-manager's `--max-endpoints-per-slice`. */
export const MAX_ENDPOINTS_PER_SLICE = 100;

/** What has to be written; a slice that is right already is in neither list. */
export type SlicePlan = Readonly<{
  create: readonly Readonly<{ ports: readonly EndpointPort[]; endpoints: readonly Endpoint[] }>[];
  update: readonly Readonly<{ slice: EndpointSlice; endpoints: readonly Endpoint[] }>[];
  remove: readonly EndpointSlice[];
}>;

/**
 * Works out how slices have to change to hold the endpoints of all groups, writing as few of them as possible: endpoints stay
 * in their slice, a slice that changes anyway is filled first, then one that has room for all that is left, and only then a
 * new one is made.
 *
 * Source: staging/src/k8s.io/endpointslice/reconciler.go (`reconcileByAddressType`, `reconcileByPortMapping`).
 */
export function planSlices(groups: readonly Group[], slices: readonly EndpointSlice[]): SlicePlan {
  const create: SlicePlan['create'][number][] = [];
  const update: SlicePlan['update'][number][] = [];
  const remove: EndpointSlice[] = [];
  const byPorts = Map.groupBy(slices, (slice) => portsKey(slice.ports ?? []));
  for (const { ports, endpoints } of groups) {
    const key = portsKey(ports);
    const own = byPorts.get(key) ?? [];
    byPorts.delete(key);
    const plan = planGroup(endpoints, own);
    update.push(...plan.update);
    remove.push(...plan.remove);
    for (const chunk of plan.create) create.push({ ports, endpoints: chunk });
  }
  for (const left of byPorts.values()) remove.push(...left);
  if (create.length > 0 || remove.length < slices.length) return { create, update, remove };
  // A Service that has no endpoint still has a slice, so that clients can tell this from not being looked at yet.
  const isPlaceholder = (slice: EndpointSlice): boolean =>
    (slice.endpoints ?? []).length === 0 && (slice.ports ?? []).length === 0;
  const placeholder = remove.find(isPlaceholder);
  if (placeholder === undefined) create.push({ ports: [], endpoints: [] });
  return { create, update, remove: remove.filter((slice) => slice !== placeholder) };
}

/** The same for ports that are the same. There are as many groups as pods where each pod answers at a port of its own. */
function portsKey(ports: readonly EndpointPort[]): string {
  return JSON.stringify(
    ports.map(({ name, port, protocol, appProtocol }) => [name, port, protocol, appProtocol]),
  );
}

type Draft = { slice: EndpointSlice; endpoints: Endpoint[]; isChanged: boolean };

function planGroup(
  wanted: ReadonlyMap<string, Endpoint>,
  slices: readonly EndpointSlice[],
): {
  create: Endpoint[][];
  update: { slice: EndpointSlice; endpoints: Endpoint[] }[];
  remove: EndpointSlice[];
} {
  const missing = new Map(wanted);
  const drafts = slices.map((slice) => keepWanted(slice, missing));
  const remaining = [...missing.values()];
  const fullestFirst = drafts
    .filter(({ isChanged }) => isChanged)
    .toSorted((a, b) => b.endpoints.length - a.endpoints.length);
  for (const draft of fullestFirst) fill(draft, remaining);
  if (remaining.length > 0 && remaining.length < MAX_ENDPOINTS_PER_SLICE) {
    const roomy = drafts
      .filter((draft) => !draft.isChanged && room(draft) >= remaining.length)
      .toSorted((a, b) => room(a) - room(b))[0];
    if (roomy !== undefined) fill(roomy, remaining);
  }
  const create: Endpoint[][] = [];
  while (remaining.length > 0) create.push(remaining.splice(0, MAX_ENDPOINTS_PER_SLICE));
  const isEmpty = ({ endpoints }: Draft): boolean => endpoints.length === 0;
  return {
    create,
    update: drafts.filter((draft) => draft.isChanged && !isEmpty(draft)),
    remove: drafts.filter(isEmpty).map(({ slice }) => slice),
  };
}

/** The slice with the endpoints that are still wanted, as they are now; takes them out of `missing`. */
function keepWanted(slice: EndpointSlice, missing: Map<string, Endpoint>): Draft {
  const before = slice.endpoints ?? [];
  let isChanged = false;
  const endpoints = before.flatMap((endpoint) => {
    const uid = endpoint.targetRef?.uid ?? '';
    const present = missing.get(uid);
    missing.delete(uid);
    if (present === undefined) isChanged = true;
    else if (!isSameEndpoint(endpoint, present)) isChanged = true;
    return present ?? [];
  });
  return { slice, endpoints, isChanged };
}

/** Compared by hand: this runs for every endpoint each time one of them changes. */
function isSameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return (
    a.addresses[0] === b.addresses[0] &&
    a.conditions?.ready === b.conditions?.ready &&
    a.conditions?.serving === b.conditions?.serving &&
    a.conditions?.terminating === b.conditions?.terminating &&
    a.nodeName === b.nodeName &&
    a.hostname === b.hostname &&
    a.targetRef?.name === b.targetRef?.name
  );
}

function room({ endpoints }: Draft): number {
  return MAX_ENDPOINTS_PER_SLICE - endpoints.length;
}

function fill(draft: Draft, remaining: Endpoint[]): void {
  const taken = remaining.splice(0, Math.max(0, room(draft)));
  if (taken.length === 0) return;
  draft.endpoints.push(...taken);
  draft.isChanged = true;
}
