import { isIPv6 } from 'node:net';

/** A place to listen at; the host without brackets. */
export type Address = Readonly<{ host: string; port: number }>;

/** Reads `HOST:PORT`, of IPv6 `[HOST]:PORT`; undefined for anything else. */
export function parseAddress(text: string): Address | undefined {
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  return host === undefined || Number(port) > 65_535 ? undefined : { host, port: Number(port) };
}

/**
 * Where to listen, of the address that a pod has. On a local cluster that is one of loopback, which others share; on any other the
 * pod's own, beside which `kubectl port-forward` comes by loopback: there it is all addresses of the pod.
 */
export function listenAddress(podIp: string): string {
  if (podIp.startsWith('127.') || podIp === '::1' || podIp === 'localhost') return podIp;
  return isIPv6(podIp) ? '::' : '0.0.0.0';
}

/** The names that a Service gives, as DNS of the cluster has them. */
export function serviceNames(service: string, namespace: string): readonly string[] {
  const name = `${service}.${namespace}`;
  return [service, name, `${name}.svc`, `${name}.svc.cluster.local`];
}
