import { describeError } from '@pod-contagion/errors';
import { usageError } from '../../errors.ts';
import { formatNetwork, parseNetwork } from './addresses.ts';
import { expected, type Fields } from './fields.ts';

/** As the kernel takes it (15 characters), less what tc and iptables would read as something else: a leading dash, `+`. */
const INTERFACE = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/;

/**
 * Reads by which interface of a pod traffic comes and goes.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function readInterface(fields: Fields): string {
  const name = fields.get('interface');
  if (typeof name !== 'string' || !INTERFACE.test(name))
    throw fields.expected('interface', 'the name of an interface, at most 15 characters');
  if (name === 'lo')
    throw fields.expected('interface', 'an interface to other pods, since probes and sidecars use lo');
  return name;
}

/**
 * Reads a list of addresses and CIDRs, each once and in one form.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function readNetworks(fields: Fields, name: string, most: number): readonly string[] {
  const networks = fields.list(name, most).map((item, index) => {
    const path = `${fields.path}.${name}.${index}`;
    if (typeof item !== 'string') throw expected(path, 'an address or a CIDR', item);
    try {
      return formatNetwork(parseNetwork(item));
    } catch (error) {
      throw usageError(`${path}: ${describeError(error)}`);
    }
  });
  return [...new Set(networks)];
}
