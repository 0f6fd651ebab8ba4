import type { Fields } from '../network/fields.ts';
import { readInterface, readNetworks } from '../network/read-fields.ts';
import type { RedirectSpec } from './spec.ts';

const MAX_EXCEPTED = 50;
const MAX_PORT = 65_535;

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
  return {
    interface: readInterface(fields),
    port: fields.number('port', { from: 1, to: MAX_PORT, whole: true }),
    ...(fields.has('proxyPort') && { proxyPort: readProxyPort(fields) }),
    except: readNetworks(fields, 'except', MAX_EXCEPTED),
    ...(fields.has('sparesNode') && { sparesNode: fields.choice('sparesNode', [true, false]) }),
    ...(fields.has('resetsOpen') && { resetsOpen: fields.choice('resetsOpen', [true, false]) }),
  };
}

function readProxyPort(fields: Fields): number {
  const port = fields.number('proxyPort', { from: 1, to: MAX_PORT, whole: true });
  if (port === fields.get('port')) throw fields.expected('proxyPort', "another port than the pod's own");
  return port;
}
