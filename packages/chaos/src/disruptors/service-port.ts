import type { V1Pod, V1Service } from '@kubernetes/client-node';
import { usageError } from '../errors.ts';
import { longRunningContainers } from '../targets/pod-containers.ts';
import type { Target } from '../targets/target.ts';

/**
 * The port of the pods behind a port of a Service. A target port may be the name of a container's port, which is looked
 * up in the pods.
 *
 * Source: kubernetes.io/docs/concepts/services-networking/service, "Port definitions".
 * @throws {ChaosError} CHAOS_USAGE where the Service has no such port, or pods have different ones by that name
 */
export function targetPort({ metadata, spec }: V1Service, port: number, targets: readonly Target[]): number {
  const ports = spec?.ports ?? [];
  const found = ports.find((each) => each.port === port);
  if (found === undefined) {
    const list = ports.map((each) => each.port).join(', ');
    throw usageError(`expected a port of service ${metadata?.name} (${list}), got ${port}`);
  }
  // Of a headless Service, or where nothing is said, it is the same.
  const target = found.targetPort ?? port;
  if (typeof target === 'number') return target;
  const what = `${target} of service ${metadata?.name}`;
  return onePort(
    what,
    targets.flatMap(({ pod }) => namedPorts(pod, target)),
  );
}

/** A sidecar may have it too. Source: pkg/api/v1/pod/util.go (`FindPort`). */
function namedPorts(pod: V1Pod, name: string): number[] {
  return longRunningContainers(pod).flatMap(({ ports = [] }) =>
    ports.flatMap((port) => (port.name === name ? [port.containerPort] : [])),
  );
}

function onePort(what: string, ports: readonly number[]): number {
  const [port, ...others] = [...new Set(ports)];
  if (port !== undefined && others.length === 0) return port;
  throw usageError(
    `expected ${what} to be one and the same port in all pods, got ${ports.join(', ') || 'none'}`,
  );
}
