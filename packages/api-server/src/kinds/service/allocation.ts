import { internalError, invalidObject } from '../../machinery/api-error.ts';
import { invalid, type FieldError } from '../../machinery/field-error.ts';
import type { Service } from '../../machinery/objects.ts';
import type { Pool } from '../../machinery/pool.ts';
import type { Admission } from '../../registry/kind.ts';
import { isHeadless, needsClusterIp, needsHealthCheck, needsNodePorts, type ServiceSpec } from './facts.ts';

/** Gives Services their addresses and ports of the node, and takes them back. */
export type ServiceAllocation = Readonly<{
  /**
   * Gives a Service what it lacks and reserves what it asks for; `old` is what it was. For a dry run all goes back at
   * once. Throws ApiError where something is taken, not in the range, or used up; then nothing is kept.
   */
  allocate: (service: Service, old: Service | undefined, admission: Admission) => void;
  /** Takes back what no Service in the store has any more. */
  release: (admission: Admission) => void;
}>;

/**
 * Makes the allocation of Services over two pools. A write may still fail after its allocation; what it was given is
 * found and taken back at the next allocation, as no Service in the store has it then. So does what an update let go.
 *
 * Source: pkg/registry/core/service/storage/alloc.go; its repair in ipallocator/controller/repair.go.
 */
export function createServiceAllocation(addresses: Pool<string>, nodePorts: Pool<number>): ServiceAllocation {
  const ledgers = { addresses: createLedger(addresses), nodePorts: createLedger(nodePorts) };

  const release: ServiceAllocation['release'] = ({ registry }) => {
    const stored = registry.list('services');
    ledgers.addresses.keepOnly(stored.flatMap(({ spec = {} }) => addressesOf(spec)));
    ledgers.nodePorts.keepOnly(stored.flatMap(({ spec = {} }) => nodePortsOf(spec)));
  };

  const allocate: ServiceAllocation['allocate'] = (service, old, admission) => {
    release(admission);
    const spec = service.spec ?? {};
    const before = old?.spec ?? {};
    const takenAddresses: string[] = [];
    const takenPorts: number[] = [];
    const giveBack = (): void => {
      for (const address of takenAddresses) ledgers.addresses.release(address);
      for (const port of takenPorts) ledgers.nodePorts.release(port);
    };
    try {
      giveAddress(spec, new Set(addressesOf(before)), ledgers.addresses, takenAddresses);
      givePorts(spec, new Set(nodePortsOf(before)), ledgers.nodePorts, takenPorts);
    } catch (error) {
      giveBack();
      if (!(error instanceof Refusal)) throw error;
      throw invalidObject('', 'Service', service.metadata.name ?? '', [error.fieldError]);
    }
    if (admission.dryRun) giveBack();
  };

  return { allocate, release };
}

function giveAddress(
  spec: ServiceSpec,
  had: ReadonlySet<string>,
  ledger: Ledger<string>,
  taken: string[],
): void {
  if (!needsClusterIp(spec) || isHeadless(spec)) return;
  const wanted = spec.clusterIP;
  if (wanted) {
    if (had.has(wanted)) return;
    const answer = ledger.reserve(wanted);
    if (answer !== 'ok') {
      const why =
        answer === 'taken'
          ? 'provided IP is already allocated'
          : 'the provided network does not match the current range';
      throw new Refusal(
        invalid('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${wanted}: ${why}`),
      );
    }
    taken.push(wanted);
    return;
  }
  const address = ledger.allocate();
  if (address === undefined) throw internalError('failed to allocate a serviceIP: range is full');
  taken.push(address);
  spec.clusterIP = address;
  spec.clusterIPs = [address];
}

function givePorts(
  spec: ServiceSpec,
  had: ReadonlySet<number>,
  ledger: Ledger<number>,
  taken: number[],
): void {
  const isOwn = (port: number): boolean => had.has(port) || taken.includes(port);
  const give = (wanted: number | undefined, field: string): number => {
    if (wanted) {
      if (isOwn(wanted)) return wanted;
      const answer = ledger.reserve(wanted);
      if (answer !== 'ok') {
        const why =
          answer === 'taken'
            ? 'provided port is already allocated'
            : `provided port is not in the valid range. The range of valid ports is ${ledger.range}`;
        throw new Refusal(invalid(field, wanted, why));
      }
      taken.push(wanted);
      return wanted;
    }
    const port = ledger.allocate();
    if (port === undefined) throw internalError(`failed to allocate a nodePort: range is full`);
    taken.push(port);
    return port;
  };
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') {
    const mayAllocate = needsNodePorts(spec);
    // Those asked for go first, so that none of them is given to another port.
    for (const [index, port] of (spec.ports ?? []).entries()) {
      if (port.nodePort) give(port.nodePort, `spec.ports[${index}].nodePort`);
    }
    for (const [index, port] of (spec.ports ?? []).entries()) {
      if (!port.nodePort && mayAllocate) port.nodePort = give(undefined, `spec.ports[${index}].nodePort`);
    }
  }
  if (needsHealthCheck(spec)) {
    spec.healthCheckNodePort = give(spec.healthCheckNodePort, 'spec.healthCheckNodePort');
  }
}

function addressesOf(spec: ServiceSpec): string[] {
  return isHeadless(spec) ? [] : (spec.clusterIPs ?? []);
}

function nodePortsOf(spec: ServiceSpec): number[] {
  const ports = (spec.ports ?? []).map(({ nodePort }) => nodePort);
  return [...ports, spec.healthCheckNodePort].filter(
    (port): port is number => typeof port === 'number' && port > 0,
  );
}

/** Something asked for that cannot be had. */
class Refusal extends Error {
  readonly fieldError: FieldError;

  constructor(fieldError: FieldError) {
    super(fieldError.message);
    this.fieldError = fieldError;
  }
}

/** A pool, and what of it was given out here. */
type Ledger<T> = Readonly<{
  allocate: () => T | undefined;
  reserve: (value: T) => 'ok' | 'taken' | 'outside';
  release: (value: T) => void;
  /** Takes back everything that is not in use. */
  keepOnly: (inUse: readonly T[]) => void;
  range: string;
}>;

function createLedger<T>(pool: Pool<T>): Ledger<T> {
  const given = new Set<T>();
  const release = (value: T): void => {
    if (given.delete(value)) pool.release(value);
  };
  return {
    allocate: () => {
      const value = pool.allocate();
      if (value !== undefined) given.add(value);
      return value;
    },
    reserve: (value) => {
      const answer = pool.reserve(value);
      if (answer === 'ok') given.add(value);
      return answer;
    },
    release,
    keepOnly: (inUse) => {
      const used = new Set(inUse);
      for (const value of given) if (!used.has(value)) release(value);
    },
    range: pool.range,
  };
}
