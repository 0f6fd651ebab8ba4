import { keyOf } from '../control-loop/controller.ts';
import type { EndpointSlice } from '@pod-contagion/api-server/objects';

/** The label of a slice that names its Service. Source: api/discovery/v1/well_known_labels.go. */
const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';

/** A place that a connection may go to. */
export type Endpoint = Readonly<{ ip: string; port: number }>;

/** The endpoints of all Services, as their slices say at the moment. */
export type EndpointTable = Readonly<{
  /** Where connections to a port of a Service (`namespace/name`; '' names a port without name) may go now. */
  endpoints: (serviceKey: string, portName: string) => readonly Endpoint[];
  /** Takes a slice that was added or has changed; says which Service's endpoints may be others now. */
  put: (slice: EndpointSlice) => string | undefined;
  /** Takes a slice that is gone. */
  remove: (slice: EndpointSlice) => string | undefined;
}>;

/** Makes a table without slices. */
export function createEndpointTable(): EndpointTable {
  const services = new Map<string, Map<string, EndpointSlice>>();
  const chosen = new Map<string, Map<string, readonly Endpoint[]>>();

  const remove = (slice: EndpointSlice): string | undefined => {
    const key = serviceKeyOf(slice);
    if (key === undefined) return undefined;
    const slices = services.get(key);
    slices?.delete(keyOf(slice));
    if (slices?.size === 0) services.delete(key);
    chosen.delete(key);
    return key;
  };

  return {
    remove,
    put: (slice) => {
      const key = serviceKeyOf(slice);
      if (key === undefined) return undefined;
      const slices = services.get(key) ?? new Map<string, EndpointSlice>();
      services.set(key, slices.set(keyOf(slice), slice));
      chosen.delete(key);
      return key;
    },
    endpoints: (serviceKey, portName) => {
      const slices = services.get(serviceKey);
      if (slices === undefined) return [];
      const byPort = chosen.get(serviceKey) ?? new Map<string, readonly Endpoint[]>();
      chosen.set(serviceKey, byPort);
      const known = byPort.get(portName) ?? usableEndpoints([...slices.values()], portName);
      byPort.set(portName, known);
      return known;
    },
  };
}

/** The Service a slice belongs to: `namespace/name`. */
export function serviceKeyOf({ metadata }: EndpointSlice): string | undefined {
  const name = metadata.labels?.[SERVICE_NAME_LABEL];
  return name === undefined || name === '' ? undefined : `${metadata.namespace ?? ''}/${name}`;
}

/**
 * The endpoints connections go to: those that are ready; where none is, those that end but still serve.
 * Source: pkg/proxy/topology.go (CategorizeEndpoints), endpointslicecache.go (addEndpoints).
 */
export function usableEndpoints(slices: readonly EndpointSlice[], portName: string): Endpoint[] {
  const ready = new Map<string, Endpoint>();
  const ending = new Map<string, Endpoint>();
  for (const slice of slices) {
    if (slice.addressType !== 'IPv4') continue;
    const port = slice.ports?.find(
      ({ name, protocol }) => (name ?? '') === portName && (protocol ?? 'TCP') === 'TCP',
    )?.port;
    if (port === undefined) continue;
    for (const { addresses, conditions } of slice.endpoints ?? []) {
      const [ip] = addresses;
      if (ip === undefined) continue;
      const endpoint = { ip, port };
      if (conditions?.ready ?? true) ready.set(`${ip}:${port}`, endpoint);
      else if (conditions?.terminating === true && (conditions.serving ?? true)) {
        ending.set(`${ip}:${port}`, endpoint);
      }
    }
  }
  return [...(ready.size > 0 ? ready : ending).values()];
}
