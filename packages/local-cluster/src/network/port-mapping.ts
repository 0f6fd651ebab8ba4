import { readFile } from 'node:fs/promises';
import { listenProblem } from './free-port.ts';
import type { PortMapping } from './types.ts';

/** The first port that everybody may listen on, where the system does not say otherwise. */
const FIRST_UNPRIVILEGED_PORT = 1024;

/** What is added to a port that may not be listened on: 80 becomes 8080, 443 becomes 8443. */
const REPLACEMENT_OFFSET = 8000;

/** What is added further where that port is one of the Service's own too. */
const COLLISION_OFFSET = 10_000;

const MAX_PORT = 65_535;

/** Leaves every port as it is. */
export const identityMapping: PortMapping = (port) => port;

/** Makes the mapping for who may listen from `firstAllowed` on only. */
export function mappingFrom(firstAllowed: number): PortMapping {
  return (port) => (port < firstAllowed ? port + REPLACEMENT_OFFSET : port);
}

/** Decides, by trying on one of the cluster's own addresses, which ports of Services have to be replaced. */
export async function decidePortMapping(address: string): Promise<PortMapping> {
  const problem = await listenProblem(address, 1);
  // Where somebody listens there already it was allowed to try.
  if (problem === undefined || problem === 'EADDRINUSE') return identityMapping;
  return mappingFrom(await firstUnprivilegedPort());
}

/**
 * Where the ports of one Service are reached, by the port it declares: as the mapping says, but never two at one
 * place (as 80 and 8080, which a mapping on its own would bring together). Every component that tells of a Service's
 * port goes by this.
 */
export function mapServicePorts(ports: readonly number[], mapping: PortMapping): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  // What stays as it is comes first, whatever the order, so that a port moves only where it has to.
  for (const port of ports) if (mapping(port) === port) places.set(port, port);
  const used = new Set(places.values());
  for (const port of ports) {
    if (places.has(port)) continue;
    let place = mapping(port);
    while (used.has(place) && place + COLLISION_OFFSET <= MAX_PORT) place += COLLISION_OFFSET;
    places.set(port, place);
    used.add(place);
  }
  return places;
}

async function firstUnprivilegedPort(): Promise<number> {
  try {
    const text = await readFile('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'latin1');
    return Number.parseInt(text, 10) || FIRST_UNPRIVILEGED_PORT;
  } catch {
    return FIRST_UNPRIVILEGED_PORT;
  }
}
