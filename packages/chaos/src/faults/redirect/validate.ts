import { describeError } from '@pod-contagion/errors';
import { usageError } from '../../errors.ts';
import { formatNetwork, parseNetwork } from '../network/addresses.ts';
import { expected, type Fields } from '../network/fields.ts';
import type { RedirectSpec } from './spec.ts';

const MAX_EXCEPTED = 50;
const MAX_PORT = 65_535;

/** As the kernel takes it, less what iptables would read as something else. */
const INTERFACE = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/;

/** The fields of a fault that say where its proxy stands. */
export const REDIRECT_FIELDS: readonly string[] = [
  'interface',
  'port',
  'proxyPort',
  'except',
  'sparesNode',
  'resetsOpen',
];

/**
 * Reads where a proxy stands.
 * @throws {ChaosError} CHAOS_USAGE which names the field, what was expected and what was got.
 */
export function readRedirect(fields: Fields): RedirectSpec {
  const name = fields.get('interface');
  if (typeof name !== 'string' || !INTERFACE.test(name))
    throw fields.expected('interface', 'the name of an interface, at most 15 characters');
  if (name === 'lo') throw fields.expected('interface', 'an interface to other pods');
  return {
    interface: name,
    port: fields.number('port', { from: 1, to: MAX_PORT, whole: true }),
    ...(fields.has('proxyPort') && { proxyPort: readProxyPort(fields) }),
    except: fields.list('except', MAX_EXCEPTED).map((item, index) => readNetwork(item, index)),
    ...(fields.has('sparesNode') && { sparesNode: fields.choice('sparesNode', [true, false]) }),
    ...(fields.has('resetsOpen') && { resetsOpen: fields.choice('resetsOpen', [true, false]) }),
  };
}

function readProxyPort(fields: Fields): number {
  const port = fields.number('proxyPort', { from: 1, to: MAX_PORT, whole: true });
  if (port === fields.get('port')) throw fields.expected('proxyPort', "another port than the pod's own");
  return port;
}

function readNetwork(item: unknown, index: number): string {
  if (typeof item !== 'string') throw expected(`fault.except.${index}`, 'an address or a CIDR', item);
  try {
    return formatNetwork(parseNetwork(item));
  } catch (error) {
    throw usageError(`fault.except.${index}: ${describeError(error)}`);
  }
}
