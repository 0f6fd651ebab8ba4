import { isIP } from 'node:net';
import type { Endpoints } from '../../machinery/objects.ts';
import { readReachedAt, type ReachedAt } from '@pod-contagion/notations';
import type { Registry } from '../../registry/registry.ts';
import { badRequest, serviceUnavailable } from '../../machinery/api-error.ts';
import { readProxyName } from './proxy-name.ts';

/**
 * The origin that a request for a pod goes to; without a port the first that the pod declares.
 *
 * Source: pkg/registry/core/pod/strategy.go (`ResourceLocation`).
 * @throws {ApiError} 400 where the pod has no address, or shares one and has no such port; 404 where there is no such pod.
 */
export function podOrigin(registry: Registry, namespace: string, text: string): string {
  const { scheme, name, port } = readProxyName(text, 'pod');
  const pod = registry.get('pods', namespace, name);
  const { spec, status } = pod;
  const declared = spec?.containers.find(({ ports = [] }) => ports.length > 0)?.ports?.[0]?.containerPort;
  const wanted = port === '' ? String(declared ?? '') : port;
  const reachedAt = readReachedAt(pod);
  if (reachedAt === undefined) return origin(scheme, status?.podIP ?? '', wanted);
  return origin(scheme, reachedAt.host, String(sharedPort(name, reachedAt, wanted)));
}

/** Where a port of a pod is that shares its address with all others: a port that is not its own may be anybody's. */
function sharedPort(pod: string, { host, ports }: ReachedAt, wanted: string): number {
  const port = ports[Number(wanted)];
  if (wanted !== '' && port !== undefined) return port;
  const own = Object.keys(ports).join(', ');
  throw badRequest(
    `expected a port that pod ${JSON.stringify(pod)} declares or is probed at (${own === '' ? 'it has none' : own}), ` +
      `got ${wanted === '' ? 'none' : JSON.stringify(wanted)}: pods share ${host}, and another port may be anybody's; declare it as a containerPort`,
  );
}

/**
 * The origin that a request for a Service goes to: one of its ready endpoints, chosen at random.
 *
 * Source: pkg/registry/core/service/storage/storage.go (`ResourceLocation`).
 * @throws {ApiError} 404 where there is no such Service, 503 where it has no such port or no endpoint.
 */
export function serviceOrigin(
  registry: Registry,
  namespace: string,
  text: string,
  random: () => number,
): string {
  const { scheme, name, port } = readProxyName(text, 'service');
  let portName = port;
  if (/^\d+$/.test(port)) {
    const { spec } = registry.get('services', namespace, name);
    const found = spec?.ports?.find((item) => item.port === Number(port));
    if (found === undefined)
      throw serviceUnavailable(`no service port ${port} found for service ${JSON.stringify(name)}`);
    portName = found.name ?? '';
  }
  const choices = addressesOf(registry.get('endpoints', namespace, name), portName);
  const choice = choices[Math.floor(random() * choices.length)];
  if (choice === undefined)
    throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(text)}`);
  return origin(scheme, choice.ip, String(choice.port));
}

function addressesOf({ subsets = [] }: Endpoints, portName: string): { ip: string; port: number }[] {
  return subsets.flatMap(({ addresses = [], ports = [] }) => {
    const found = ports.find(({ name = '' }) => name === portName);
    return found === undefined ? [] : addresses.map(({ ip }) => ({ ip, port: found.port }));
  });
}

function origin(scheme: string, ip: string, port: string): string {
  const family = isIP(ip);
  if (family === 0) throw badRequest('address not allowed');
  if (port !== '' && !(/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536)) {
    throw badRequest(`expected a port from 1 to 65535, got ${JSON.stringify(port)}`);
  }
  const host = family === 6 ? `[${ip}]` : ip;
  return port === '' ? `${scheme}://${host}` : `${scheme}://${host}:${port}`;
}
