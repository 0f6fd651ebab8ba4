import { expected, Fields } from './fields.ts';
import { validateNetem } from './netem/validate.ts';
import { isPortRange } from './port-range.ts';
import { readInterface, readNetworks } from './read-fields.ts';
import type { NetworkFaultSpec, PortRange, TrafficScope } from './spec.ts';

const MAX_PEERS = 100;
const MAX_HOSTS = 20;
const MAX_PORT_RANGES = 50;

/** RFC 1123, with underscores, which names of services have; a dot at the end says that it is complete. */
const HOST = /^(?=.{1,254}$)[A-Za-z0-9_](?:[-A-Za-z0-9_]{0,62}\.)*[-A-Za-z0-9_]{0,62}[A-Za-z0-9_]\.?$/;

/**
 * Checks a network fault strictly, as it comes as JSON, and brings addresses to one form.
 *
 * @throws {ChaosError} CHAOS_USAGE which names the field, what was expected and what was got.
 */
export function validateNetworkFault(value: unknown): NetworkFaultSpec {
  const fields = new Fields(value, 'fault', ['kind', 'interface', 'scope', 'effect']);
  return {
    kind: fields.choice('kind', ['network']),
    interface: readInterface(fields),
    scope: readScope(fields.get('scope')),
    effect: readEffect(fields.get('effect')),
  };
}

function readScope(value: unknown): TrafficScope {
  const fields = new Fields(value, 'fault.scope', [
    'direction',
    'peers',
    'hosts',
    'remotePorts',
    'localPorts',
    'protocol',
    'except',
    'sparesNode',
  ]);
  const scope: TrafficScope = {
    direction: fields.choice('direction', ['out', 'in', 'both']),
    peers: readNetworks(fields, 'peers', MAX_PEERS),
    hosts: fields.list('hosts', MAX_HOSTS).map((host, index) => {
      // What looks like an address is one: it belongs to `peers`, where it needs no resolving.
      if (typeof host === 'string' && HOST.test(host) && !/^[0-9.]+$/.test(host)) return host;
      throw expected(`fault.scope.hosts.${index}`, 'the name of a host', host);
    }),
    remotePorts: readPorts(fields, 'remotePorts'),
    localPorts: readPorts(fields, 'localPorts'),
    ...(fields.has('protocol') && { protocol: fields.choice('protocol', ['tcp', 'udp', 'icmp']) }),
    except: readNetworks(fields, 'except', MAX_PEERS),
    ...(fields.has('sparesNode') && { sparesNode: fields.choice('sparesNode', [true, false]) }),
  };
  const hasPorts = scope.remotePorts.length > 0 || scope.localPorts.length > 0;
  if (hasPorts && scope.protocol !== 'tcp' && scope.protocol !== 'udp')
    throw fields.expected('protocol', 'tcp or udp, since there are ports');
  return scope;
}

function readPorts(fields: Fields, name: string): readonly PortRange[] {
  return fields.list(name, MAX_PORT_RANGES).map((item, index) => {
    const range = new Fields(item, `${fields.path}.${name}.${index}`, ['from', 'to']);
    const whole = { from: 1, to: 65_535, whole: true };
    const ports = { from: range.number('from', whole), to: range.number('to', whole) };
    if (!isPortRange(ports)) throw range.expected('to', `a port not below ${ports.from}`);
    return ports;
  });
}

function readEffect(value: unknown): NetworkFaultSpec['effect'] {
  const what = new Fields(value, 'fault.effect', ['do', 'netem']).choice('do', ['netem', 'drop', 'reject']);
  const fields = new Fields(value, 'fault.effect', what === 'netem' ? ['do', 'netem'] : ['do']);
  return what === 'netem' ? { do: what, netem: validateNetem(fields.get('netem')) } : { do: what };
}
