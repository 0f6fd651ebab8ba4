import { isIPv6 } from 'node:net';

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
