import { isWhole, parseQuantity } from '../../machinery/quantity.ts';
import type { Container, PodSpec } from '../../machinery/objects.ts';

/** A container of any sort, with its path. */
export type PlacedContainer = Readonly<{ container: Container; path: string }>;

type Port = NonNullable<Container['ports']>[number];

/** With how many ports of the same number and protocol one is compared. */
const MAX_COMPARED = 100;

/** All containers of a spec in the order in which Kubernetes looks at them. Source: pkg/apis/core/pods/helpers.go. */
export function containersOf(spec: PodSpec, field: string): PlacedContainer[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({
      container,
      path: `${field}.${list}[${index}]`,
    })),
  );
}

/** Amounts of bytes that are no whole numbers. Source: pkg/api/pod/warnings.go, as all here. */
export function* fractionWarnings(
  amounts: Readonly<Record<string, string>> | undefined,
  field: string,
  names: readonly string[] = ['memory', 'ephemeral-storage'],
): Generator<string> {
  for (const name of names) {
    const text = amounts?.[name];
    const quantity = text === undefined ? undefined : parseQuantity(text);
    if (quantity !== undefined && !isWhole(quantity))
      yield `${field}[${name}]: fractional byte value ${JSON.stringify(text)} is invalid, must be an integer`;
  }
}

/** Variables that stand in the place of an earlier one of the same name and don't build on it. */
export function* variableWarnings({ container, path }: PlacedContainer): Generator<string> {
  const known = new Set<string>();
  for (const [index, { name, value = '', valueFrom }] of (container.env ?? []).entries()) {
    const reference = `$(${name})`;
    if (known.has(name) && (valueFrom || value === reference || !value.includes(reference))) {
      yield `${path}.env[${index}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`;
    }
    known.add(name);
  }
}

/** Ports that are declared twice, in one container or several. */
export function* portWarnings(containers: readonly PlacedContainer[]): Generator<string> {
  const known = new Map<string, { field: string; port: Port }[]>();
  for (const { container, path } of containers) {
    for (const [index, port] of (container.ports ?? []).entries()) {
      const field = `${path}.ports[${index}]`;
      const { hostIP = '', hostPort = 0 } = port;
      if (hostIP !== '' && hostPort === 0) yield `${field}: hostIP set without hostPort: ${shown(port)}`;
      const key = `${port.containerPort}/${port.protocol}`;
      const others = known.get(key) ?? [];
      for (const other of others) {
        const how = overlap(port, other.port);
        if (how !== undefined) yield `${field}: ${how} port definition with ${other.field}`;
      }
      if (others.length < MAX_COMPARED) known.set(key, [...others, { field, port }]);
    }
  }
}

function overlap(port: Port, other: Port): string | undefined {
  const [ip, otherIp] = [port.hostIP ?? '', other.hostIP ?? ''];
  const [hostPort, otherPort] = [port.hostPort ?? 0, other.hostPort ?? 0];
  if (ip === otherIp && hostPort === otherPort) return 'duplicate';
  if (hostPort === 0 || otherPort === 0) return 'overlapping';
  return hostPort === otherPort && (ip === '') !== (otherIp === '') ? 'dangerously ambiguous' : undefined;
}

/** As Go writes the type with %+v. */
function shown({ name = '', hostPort = 0, containerPort, protocol = '', hostIP = '' }: Port): string {
  return `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
}

/** Names of ports that several have: only the first is found by it. */
export function* portNameWarnings(containers: readonly PlacedContainer[]): Generator<string> {
  const known = new Map<string, string>();
  for (const { container, path } of containers) {
    for (const [index, { name = '' }] of (container.ports ?? []).entries()) {
      const field = `${path}.ports[${index}]`;
      const other = known.get(name);
      if (name === '') continue;
      if (other === undefined) known.set(name, field);
      else
        yield `${field}: duplicate port name ${JSON.stringify(name)} with ${other}, services and probes that select ports by name will use ${other}`;
    }
  }
}
