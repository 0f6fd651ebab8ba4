import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Test } from 'tap';
import { until as untilSo } from '../../../../scripts/testing/until.ts';
import { defineKind, createRegistry } from '@pod-contagion/api-server/registry';
import {
  systemClock,
  type EndpointSlice,
  type KubeObject,
  type ResourceName,
  type Service,
} from '@pod-contagion/api-server/objects';
import { claimRange } from '../../src/network/address-range.ts';
import { identityMapping } from '../../src/network/port-mapping.ts';
import { reachAtOwnAddress } from '../../src/network/service-reach.ts';
import { createServiceProxy } from '../../src/network/service-proxy.ts';
import type { ServiceProxyOptions } from '../../src/network/service-proxy.ts';

const plainKind = (resource: ResourceName, kind: string, namespaced: boolean) =>
  defineKind<KubeObject>({
    group: '',
    version: 'v1',
    kind,
    resource,
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced,
    definition: `V1${kind}`,
    hasGeneration: false,
    hasStatus: true,
    nameRule: 'dns-subdomain',
    applyDefaults: () => {},
    validate: () => [],
    columns: [],
    selectableFields: () => ({}),
  });

/** Which endpoints a slice is to have, with what holds of each. */
export type Endpoints = Readonly<
  Record<string, { ready?: boolean; serving?: boolean; terminating?: boolean }>
>;

/** A Service proxy with the real registry, an address range of its own, and notes of what it told. */
export async function startProxy(t: Test, options: Partial<ServiceProxyOptions> = {}) {
  const range = await claimRange({ random: Math.random });
  const errors: unknown[] = [];
  const notices: string[] = [];
  const events: string[] = [];
  const onError = (error: unknown) => errors.push(error);
  const kinds = [
    plainKind('namespaces', 'Namespace', false),
    plainKind('services', 'Service', true),
    plainKind('endpointslices', 'EndpointSlice', true),
  ];
  const registry = createRegistry(kinds, systemClock, onError);
  registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } });
  const start = () =>
    createServiceProxy({
      registry,
      clock: systemClock,
      random: Math.random,
      services: reachAtOwnAddress(identityMapping),
      nodeIp: range.nodeIp,
      serviceAddresses: range.serviceAddresses,
      recorder: {
        record: ({ metadata }, type, reason, message) => {
          events.push(`${metadata.name} ${type} ${reason}: ${message}`);
        },
      },
      onNotice: (line) => notices.push(line),
      onError,
      ...options,
    });
  const proxy = start();
  t.teardown(async () => {
    await proxy.close();
    await range.release();
    if (errors.length > 0) throw new AggregateError(errors, 'the proxy or the registry failed');
  });

  const service = (name: string, spec: Partial<NonNullable<Service['spec']>>) =>
    registry.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'default' },
      spec: { clusterIP: range.serviceAddresses.allocate(), ...spec },
    });
  const slice = (name: string, port: number, endpoints: Endpoints, portName = ''): EndpointSlice => {
    const object: EndpointSlice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: `${name}-1`, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: portName, port, protocol: 'TCP' }],
      endpoints: Object.entries(endpoints).map(([ip, conditions]) => ({ addresses: [ip], conditions })),
    };
    const known = registry.find('endpointslices', 'default', `${name}-1`);
    return known === undefined
      ? registry.create('endpointslices', object)
      : registry.update('endpointslices', object);
  };
  return { ...range, registry, proxy, start, events, notices, service, slice };
}

/** Listens on a pod's address; port 0 takes any. */
export async function listen(
  t: Test,
  host: string,
  onConnection: (socket: Socket) => void,
  port = 0,
): Promise<{ port: number; server: Server }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  server.listen({ host, port, backlog: 2048 });
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { server, port: (server.address() as AddressInfo).port };
}

/** Sends text over a new connection, ends its own direction, and gives all that came back; rejects as the socket does. */
export function exchange(host: string, port: number, text = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host, port, allowHalfOpen: true });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('end', () => resolve(Buffer.concat(chunks).toString()));
    socket.once('error', reject);
    socket.end(text);
  });
}

/** How one connection ends: what it brought, or the code of its error. */
export async function outcome(host: string, port: number): Promise<string> {
  try {
    return await exchange(host, port);
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

/** Tries a connection until it ends as expected; gives how many it took. */
export async function until(expected: string, host: string, port: number): Promise<number> {
  let found = '';
  let tries = 0;
  await untilSo(expected, async () => {
    tries += 1;
    found = await outcome(host, port);
    return found === expected;
  });
  return tries;
}

/** Waits until somebody listens at an address; no connection is made, which the other end would see. Needs Linux. */
export async function untilOpen(host: string, port: number): Promise<void> {
  // As the kernel writes it: the bytes of the address from the last to the first.
  const bytes = host.split('.').toReversed().map(Number);
  const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
  const place = ` ${bytes.map((byte) => hex(byte, 2)).join('')}:${hex(port, 4)} 00000000:0000 0A `;
  await untilSo(`${host}:${port} to be open`, () => readFileSync('/proc/net/tcp', 'latin1').includes(place));
}
