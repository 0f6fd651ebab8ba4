import type { Service, Pool } from '@pod-contagion/api-server/objects';
import { mapServicePorts } from './port-mapping.ts';
import type { PortMapping } from './types.ts';

/**
 * Where a Service answers from within its cluster, and from this machine: the ports it declares, and those that stand in for
 * them. A port that is not among them is reached nowhere.
 */
export type ServiceAddress = Readonly<{ host: string; ports: ReadonlyMap<number, number> }>;

/** Knows where each Service answers. Every component that tells of a Service's place goes by this. */
export type ServiceReach = Readonly<{
  /** The one address that all Services and the node have, where there is only one. */
  shared: string | undefined;
  /** Where a Service answers by TCP; the same each time, as long as it declares the same ports. */
  of: (service: Service) => ServiceAddress;
  /** Gives back what a Service had that is gone. */
  forget: (uid: string) => void;
}>;

/** Each Service at its own address, with low ports replaced where the user may not listen on them. */
export function reachAtOwnAddress(mapping: PortMapping): ServiceReach {
  return {
    shared: undefined,
    of: (service) => ({
      host: service.spec?.clusterIP ?? '',
      ports: mapServicePorts(tcpPorts(service), mapping),
    }),
    forget: () => {},
  };
}

/**
 * All Services at one address, every port of each at a port of its own, as far as there are any left: at its own number might be
 * anybody. Those without an address, which nobody connects to, take none.
 */
export function reachAtSharedAddress(host: string, pool: Pool<number>): ServiceReach {
  const known = new Map<string, Map<number, number>>();
  return {
    shared: host,
    of: (service) => {
      const uid = service.metadata.uid ?? '';
      const ports = known.get(uid) ?? new Map<number, number>();
      known.set(uid, ports);
      const declared = new Set(hasAddress(service) ? tcpPorts(service) : []);
      for (const [port, place] of ports) {
        if (declared.has(port)) continue;
        pool.release(place);
        ports.delete(port);
      }
      for (const port of declared) {
        const place = ports.get(port) ?? pool.allocate();
        if (place !== undefined) ports.set(port, place);
      }
      return { host, ports };
    },
    forget: (uid) => {
      for (const place of known.get(uid)?.values() ?? []) pool.release(place);
      known.delete(uid);
    },
  };
}

/** Says whether anybody can connect to a Service: not to headless ones, and not to a name for something elsewhere. */
export function hasAddress({ spec }: Service): boolean {
  return spec?.type !== 'ExternalName' && !['', 'None'].includes(spec?.clusterIP ?? '');
}

/** The TCP ports that a Service declares. */
export function tcpPorts({ spec }: Service): number[] {
  return (spec?.ports ?? []).filter(({ protocol }) => (protocol ?? 'TCP') === 'TCP').map(({ port }) => port);
}
