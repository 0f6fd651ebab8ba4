import { ApiError } from '@pod-contagion/api-server/registry';
import { tellsReachedAt, writeReachedAt } from '@pod-contagion/notations';
import type { Container, EphemeralContainer, Pod } from '@pod-contagion/api-server/objects';
import type { PodAddress } from '../../network/types.ts';
import type { KubeletContext } from './context.ts';
import { portOf } from './probe-target.ts';
import type { PodState } from './pod-state.ts';

type AnyContainer = Container | EphemeralContainer;

/** Where a port of a pod really answers. */
export type Reach = (port: number) => Readonly<{ host: string; port: number }>;

/** Where the ports of a pod at this address answer; of one without an address, the node's. */
export function reachOf(address: PodAddress | undefined, nodeIp: string): Reach {
  const { ip = nodeIp, reachedAt } = address ?? {};
  return (port) => ({ host: reachedAt?.host ?? ip, port: reachedAt?.ports[port] ?? port });
}

/** The TCP ports that a pod is to listen at: those it declares, and those that its probes and hooks go to. */
export function portsOf({ spec }: Pod): number[] {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  return [...new Set([...containers.flatMap(declaredPorts), ...containers.flatMap(askedPorts)])];
}

/** Those of them that one container is to listen at: its probes and hooks may also go to what another one declares. */
export function portsOfContainer({ spec }: Pod, container: AnyContainer): number[] {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const others = new Set(containers.filter(({ name }) => name !== container.name).flatMap(declaredPorts));
  const asked = askedPorts(container).filter((port) => !others.has(port));
  return [...new Set([...declaredPorts(container), ...asked])];
}

/**
 * Leaves word on a pod of where it answers, if that is not at the address it shows, before it shows one. What a copy of
 * another pod brought along is taken away.
 */
export function tellAddress({ registry }: KubeletContext, { pod, namespace, name, address }: PodState): void {
  if (tellsReachedAt(pod, address?.reachedAt)) return;
  try {
    registry.modify('pods', namespace, name, (draft) => writeReachedAt(draft, address?.reachedAt));
  } catch (error) {
    // Deleted meanwhile, as the kubelet is about to be told.
    if (!(error instanceof ApiError && error.status.code === 404)) throw error;
  }
}

function declaredPorts({ ports = [] }: AnyContainer): number[] {
  return ports.filter(({ protocol = 'TCP' }) => protocol === 'TCP').map(({ containerPort }) => containerPort);
}

function askedPorts(container: AnyContainer): number[] {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container;
  const handlers = [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop];
  return handlers.flatMap((handler) => {
    const { host = '', port } = handler?.httpGet ?? handler?.tcpSocket ?? {};
    return host === '' && port !== undefined ? (portOf(port, container) ?? []) : [];
  });
}
