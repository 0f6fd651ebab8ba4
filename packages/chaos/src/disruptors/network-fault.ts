import { usageError } from '../errors.ts';
import { parseNetem } from '../faults/network/netem/parse.ts';
import type { NetemSpec, NetworkFaultSpec, TrafficScope } from '../faults/network/spec.ts';
import { validateFault } from '../faults/validate-fault.ts';
import { checkFields } from './fields.ts';

/** What k6 calls a network fault: packets that come to the pod are dropped; all of them where nothing is said. */
export type NetworkFault = Readonly<{
  /** Port of the pod; 0 or left out is any. */
  port?: number;
  /** Default tcp where there is a port, else any. */
  protocol?: 'tcp' | 'udp' | 'icmp';
}>;

/** netem's parameters: as an object, or as words such as `delay 100ms 20ms loss 1%`. */
export type Netem = NetemSpec | string | readonly string[];

/** Which packets netem gets; default: all that leave the pod. */
export type NetemScope = Partial<TrafficScope>;

const SCOPE_FIELDS: readonly (keyof TrafficScope)[] = [
  'direction',
  'peers',
  'hosts',
  'remotePorts',
  'localPorts',
  'protocol',
  'except',
];

/**
 * Reads a network fault of k6.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function readNetworkFault(fault: NetworkFault, on: string): NetworkFaultSpec {
  checkFields('a network fault', fault, ['port', 'protocol']);
  const { port = 0, protocol } = fault;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw usageError(`expected a port from 0 to 65535, got ${JSON.stringify(port)}`);
  }
  const localPorts = port === 0 ? [] : [{ from: port, to: port }];
  const scope = scopeOf({
    direction: 'in',
    localPorts,
    ...(protocol === undefined && port === 0 ? {} : { protocol: protocol ?? 'tcp' }),
  });
  return checked({ kind: 'network', interface: on, scope, effect: { do: 'drop' } });
}

/**
 * Reads netem's parameters and what they are for.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function readNetemFault(netem: Netem, scope: NetemScope, on: string): NetworkFaultSpec {
  checkFields('a scope of traffic', scope, SCOPE_FIELDS);
  const spec = typeof netem === 'string' || Array.isArray(netem) ? parseNetem(wordsOf(netem)) : netem;
  const effect = { do: 'netem', netem: spec as NetemSpec } as const;
  return checked({ kind: 'network', interface: on, scope: scopeOf(scope), effect });
}

function wordsOf(netem: string | readonly string[]): readonly string[] {
  return typeof netem === 'string' ? netem.split(/\s+/).filter((word) => word !== '') : netem;
}

function scopeOf(scope: NetemScope): TrafficScope {
  return { direction: 'out', peers: [], hosts: [], remotePorts: [], localPorts: [], except: [], ...scope };
}

function checked(fault: NetworkFaultSpec): NetworkFaultSpec {
  return validateFault(fault) as NetworkFaultSpec;
}
