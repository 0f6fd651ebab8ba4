import type { Service } from '@pod-contagion/api-server/objects';
import { hasAddress, type ServiceAddress } from './service-reach.ts';

/** The address every machine has. */
const LOCALHOST = '127.0.0.1';

/** One place where one port of a Service is reached. */
export type Place = Readonly<{
  host: string;
  port: number;
  /** The port the Service declares, and its name, '' where it has none. */
  servicePort: number;
  portName: string;
  /** Whether another port stands in for the one declared. */
  replaced: boolean;
  /** Whether it matters if it cannot be listened on: not for a node port on 127.0.0.1. */
  required: boolean;
}>;

/** What the places depend on besides the Service. */
export type PlaceOptions = Readonly<{
  /** Where node ports are reached. */
  nodeIp: string;
  /** Where the Service answers, its load balancer too. */
  address: ServiceAddress;
  /** The address of its own that a Service of type LoadBalancer has. */
  loadBalancerIp: string | undefined;
}>;

/** All places where a Service is reached by TCP; none for headless Services and ExternalName. */
export function servicePlaces(service: Service, options: PlaceOptions): Place[] {
  const { nodeIp, address, loadBalancerIp } = options;
  if (!hasAddress(service)) return [];
  const ports = (service.spec?.ports ?? []).filter(({ protocol }) => (protocol ?? 'TCP') === 'TCP');
  const hosts = new Set([address.host, loadBalancerIp].filter((host) => host !== undefined));
  const places: Place[] = [];
  for (const { port: servicePort, name: portName = '', nodePort } of ports) {
    const port = address.ports.get(servicePort);
    if (port !== undefined) {
      const atService = { servicePort, portName, port, replaced: port !== servicePort };
      for (const host of hosts) places.push({ ...atService, host, required: true });
    }
    if (nodePort === undefined || nodePort === 0) continue;
    const atNode = { servicePort, portName, port: nodePort, replaced: false };
    places.push({ ...atNode, host: nodeIp, required: true });
    if (nodeIp !== LOCALHOST) places.push({ ...atNode, host: LOCALHOST, required: false });
  }
  return places;
}
