import type { Service } from '@pod-contagion/api-server/objects';
import { createAffinity } from './affinity.ts';
import type { Affinity } from './affinity.ts';
import type { Endpoint } from './endpoint-table.ts';

/** How long a client with sessionAffinity is remembered if nobody says otherwise, in seconds. Source: pkg/apis/core/v1/defaults.go. */
const DEFAULT_AFFINITY_SECONDS = 10_800;

/** What a connection brings to the choice of its endpoint. */
export type Arrival = Readonly<{
  service: Service;
  portName: string;
  /** Address of the client. */
  client: string;
  /** Where connections to that port may go. */
  endpoints: readonly Endpoint[];
}>;

/** Chooses endpoints for the connections to one Service. */
export type EndpointChoice = (arrival: Arrival) => Endpoint | undefined;

/**
 * Makes a choice that is uniformly random for each connection, but where the Service asks for affinity the one that the
 * client had last, on the same port.
 */
export function createEndpointChoice(random: () => number, nowMs: () => number): EndpointChoice {
  const affinities = new Map<string, Affinity>();
  return ({ service: { spec }, portName, client, endpoints }) => {
    const any = endpoints[Math.floor(random() * endpoints.length)];
    if (spec?.sessionAffinity !== 'ClientIP') {
      affinities.clear();
      return any;
    }
    if (any === undefined) return undefined;
    const affinity = affinities.get(portName) ?? createAffinity(nowMs);
    affinities.set(portName, affinity);
    const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS;
    const endpoint = affinity.recall(client, endpoints, seconds * 1000) ?? any;
    affinity.remember(client, endpoint);
    return endpoint;
  };
}
