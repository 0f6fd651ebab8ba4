import type { Socket } from 'node:net';
import { keyOf, parseKey, runController } from '../control-loop/controller.ts';
import type { EventRecorder } from '../control-loop/recorder.ts';
import type { WorkQueue } from '../control-loop/work-queue.ts';
import { tellsReachedAt, writeReachedAt, type ReachedAt } from '@pod-contagion/notations';
import type { Clock, Service, Pool } from '@pod-contagion/api-server/objects';
import type { Registry } from '@pod-contagion/api-server/registry';
import { createEndpointChoice } from './endpoint-choice.ts';
import type { EndpointChoice } from './endpoint-choice.ts';
import { createEndpointTable } from './endpoint-table.ts';
import { createGate } from './gate.ts';
import type { Gate } from './gate.ts';
import { createLoadBalancers } from './load-balancer.ts';
import { createRelay } from './relay.ts';
import type { Relay } from './relay.ts';
import { servicePlaces } from './service-places.ts';
import type { Place } from './service-places.ts';
import { hasAddress, tcpPorts, type ServiceAddress, type ServiceReach } from './service-reach.ts';

/** How many connections to one Service are open at most; further ones are reset. */
export const MAX_CONNECTIONS_PER_SERVICE = 10_000;

/** Key of the Service by which pods find the API. */
const API_SERVICE = 'default/kubernetes';

/** What a Service proxy works with. */
export type ServiceProxyOptions = Readonly<{
  registry: Registry;
  recorder: EventRecorder;
  clock: Clock;
  /** 0 to below 1, as Math.random: chooses the endpoint. */
  random: () => number;
  /** Where Services answer. */
  services: ServiceReach;
  /** Where node ports are reached, besides 127.0.0.1. */
  nodeIp: string;
  /** Addresses for Services of type LoadBalancer. */
  serviceAddresses: Pool<string>;
  onNotice: (line: string) => void;
  /** Told of mistakes of ours; what was done is tried again. */
  onError: (error: unknown) => void;
}>;

/** Makes Services reachable. */
export type ServiceProxy = Readonly<{
  /** Closes all listeners and resets all connections. */
  close: () => Promise<void>;
}>;

/** What is known of one Service. */
type Entry = {
  service: Service;
  gates: Map<string, { gate: Gate; place: Place }>;
  choose: EndpointChoice;
  connections: number;
  /** Ports whose replacement an Event has told of. */
  told: Set<number>;
  /** How many of its ports are reached, and those for which no place is left. */
  reached: number;
  lacking: ReadonlySet<number>;
};

/**
 * Is to Services what kube-proxy is: listens where each is reached, as long as it has an endpoint, and carries every
 * connection to one of them, chosen uniformly at random.
 */
export function createServiceProxy(options: ServiceProxyOptions): ServiceProxy {
  const { registry, recorder, clock, random, services, nodeIp, onNotice, onError } = options;
  const table = createEndpointTable();
  const loadBalancers = createLoadBalancers({ ...options, shared: services.shared });
  const entries = new Map<string, Entry>();
  const relays = new Set<Relay>();
  let noticed = false;

  const reconcile = (key: string, queue: WorkQueue): void => {
    const { namespace, name } = parseKey(key);
    const service = registry.find('services', namespace, name);
    if (service === undefined) {
      forget(key);
      offerPorts(queue);
      return;
    }
    const entry = entries.get(key) ?? newEntry(service, createEndpointChoice(random, clock.nowMs));
    entries.set(key, entry);
    if (entry.service.metadata.uid !== service.metadata.uid) {
      services.forget(entry.service.metadata.uid ?? '');
      entry.told.clear();
    }
    entry.service = service;
    const loadBalancerIp = loadBalancers.ensure(service);
    const address = services.of(service);
    tellLacking(entry, address);
    if (address.ports.size < entry.reached) offerPorts(queue);
    entry.reached = address.ports.size;
    const places = servicePlaces(service, { nodeIp, address, loadBalancerIp });
    tellAddress(service, places.length === 0 ? undefined : reachedAt(address, loadBalancerIp));
    follow(key, entry, places);
  };

  /** Leaves word on the Service of where it answers, if that is not where it says. */
  const tellAddress = (service: Service, wanted: ReachedAt | undefined): void => {
    if (tellsReachedAt(service, wanted)) return;
    const { namespace = '', name = '' } = service.metadata;
    registry.modify('services', namespace, name, (draft) => writeReachedAt(draft, wanted));
  };

  /** Undefined where every port is reached as the Service itself says. */
  const reachedAt = (
    { host, ports }: ServiceAddress,
    loadBalancerIp: string | undefined,
  ): ReachedAt | undefined =>
    services.shared === undefined && [...ports].every(([declared, port]) => declared === port)
      ? undefined
      : { host: loadBalancerIp ?? host, ports: Object.fromEntries(ports) };

  /** Brings the gates of a Service in line with where it is to be reached and with whether anybody is there. */
  const follow = (key: string, entry: Entry, places: readonly Place[]): void => {
    const wanted = new Map(places.map((place) => [`${place.host}:${place.port}`, place]));
    for (const [id, { gate }] of entry.gates) {
      if (wanted.has(id)) continue;
      gate.shut();
      entry.gates.delete(id);
    }
    for (const [id, place] of wanted) {
      const known = entry.gates.get(id);
      const gate = known?.gate ?? newGate(key, entry, id);
      entry.gates.set(id, { gate, place });
      if (table.endpoints(key, place.portName).length > 0) gate.open();
      else gate.shut();
      tellReplacement(entry, place);
    }
  };

  const newGate = (key: string, entry: Entry, id: string): Gate => {
    const [host = '', port = ''] = id.split(':');
    return createGate({
      host,
      port: Number(port),
      clock,
      onConnection: (client) => {
        const place = entry.gates.get(id)?.place;
        if (place === undefined) client.resetAndDestroy();
        else carry(key, entry, place, client);
      },
      onFailure: (error) => {
        if (entry.gates.get(id)?.place.required !== true) return;
        recorder.record(entry.service, 'Warning', 'ListenFailed', `cannot listen on ${id}: ${error.message}`);
      },
    });
  };

  const carry = (key: string, entry: Entry, place: Place, client: Socket): void => {
    const endpoints = table.endpoints(key, place.portName);
    const { service, choose } = entry;
    const from = client.remoteAddress ?? '';
    const endpoint = choose({ service, portName: place.portName, client: from, endpoints });
    if (endpoint === undefined || entry.connections >= MAX_CONNECTIONS_PER_SERVICE) {
      client.on('error', () => {});
      client.resetAndDestroy();
      return;
    }
    entry.connections++;
    const relay = createRelay(client, endpoint);
    relays.add(relay);
    void relay.closed.then(() => {
      entry.connections--;
      relays.delete(relay);
    });
  };

  const tellReplacement = (entry: Entry, { host, servicePort: declared, port, replaced }: Place): void => {
    if (!replaced || entry.told.has(declared)) return;
    entry.told.add(declared);
    const { shared } = services;
    const why =
      shared === undefined ? 'this user may not listen on low ports' : `pods and Services share ${shared}`;
    const place = shared === undefined ? port : `${host}:${port}`;
    recorder.record(
      entry.service,
      'Normal',
      'PortReplaced',
      `port ${declared} is reached at ${place}: ${why}`,
    );
    // Every cluster has that one, and nobody asks for it by its port; where an address is shared everybody knows already.
    if (noticed || shared !== undefined || keyOf(entry.service) === API_SERVICE) return;
    noticed = true;
    onNotice(`${why}: port ${declared} of Services is reached at ${port}, and so on`);
  };

  /** Tells of ports for which none is left: at its own number, where all share an address, might be anybody. */
  const tellLacking = (entry: Entry, { host, ports }: ServiceAddress): void => {
    const { service, lacking: before } = entry;
    const declared = hasAddress(service) ? tcpPorts(service) : [];
    entry.lacking = new Set(declared.filter((port) => !ports.has(port)));
    for (const port of entry.lacking) {
      if (before.has(port)) continue;
      recorder.record(
        service,
        'Warning',
        'NoPortLeft',
        `port ${port} is not reached: pods and Services share ${host}, and other Services have all the ports there that this cluster ` +
          `gives to Services; delete what is not needed, and it gets one of them`,
      );
    }
  };

  /** Has those Services looked at again that lack ports, as another has given some back. */
  const offerPorts = (queue: WorkQueue): void => {
    for (const [key, { lacking }] of entries) if (lacking.size > 0) queue.add(key);
  };

  const forget = (key: string): void => {
    loadBalancers.release(key);
    const entry = entries.get(key);
    for (const { gate } of entry?.gates.values() ?? []) gate.shut();
    if (entry !== undefined) services.forget(entry.service.metadata.uid ?? '');
    entries.delete(key);
  };

  const controller = runController(
    { registry, clock, onError },
    {
      endpointslices: ({ type, object, previous }, queue) => {
        const changed = [previous === undefined ? undefined : table.remove(previous)];
        changed.push(type === 'DELETED' ? table.remove(object) : table.put(object));
        for (const key of new Set(changed)) if (key !== undefined) queue.add(key);
      },
      services: ({ object }, queue) => queue.add(keyOf(object)),
    },
    reconcile,
  );

  return {
    close: async () => {
      controller.close();
      for (const key of entries.keys()) forget(key);
      const ends = [...relays].map(({ closed }) => closed);
      for (const relay of relays) relay.destroy();
      await Promise.all(ends);
    },
  };
}

function newEntry(service: Service, choose: EndpointChoice): Entry {
  return {
    service,
    gates: new Map(),
    choose,
    connections: 0,
    told: new Set(),
    reached: 0,
    lacking: new Set(),
  };
}
