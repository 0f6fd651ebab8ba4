import type { PortRange, TrafficScope } from '@pod-contagion/chaos/faults';
import { usageError } from '../errors.ts';
import type { Peer } from '../flags/peers.ts';
import type { TrafficFlags } from '../flags/traffic.ts';

/**
 * Puts the flags together to a scope. Peers and ports are two lists of which both have to hold, so that `a:1` and
 * `b:2` at once would mean `a:2` as well: that is an error.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planScope(
  flags: Omit<TrafficFlags, 'interface'>,
  peers: readonly Peer[],
  defaultDirection: TrafficScope['direction'],
): TrafficScope {
  const remotePorts = remotePortsOf(flags.port, peers);
  const localPorts = flags['local-port'];
  if (flags.protocol === 'icmp' && remotePorts.length + localPorts.length > 0) {
    throw usageError('--protocol expects tcp or udp with ports, got icmp');
  }
  const protocol = flags.protocol ?? (remotePorts.length + localPorts.length > 0 ? 'tcp' : undefined);
  return {
    direction: flags.direction ?? defaultDirection,
    peers: peers.flatMap((peer) => (peer.kind === 'address' ? [peer.address] : [])),
    hosts: peers.flatMap((peer) => (peer.kind === 'host' ? [peer.host] : [])),
    remotePorts,
    localPorts,
    except: flags.except,
    ...(protocol === undefined ? {} : { protocol }),
  };
}

function remotePortsOf(ports: readonly PortRange[], peers: readonly Peer[]): readonly PortRange[] {
  const withPorts = peers.flatMap(({ port }) => (port === undefined ? [] : [port]));
  const [first] = withPorts;
  if (first === undefined) return ports;
  if (ports.length > 0) throw usageError('expected ports behind the peers or with --port, got both');
  if (withPorts.length < peers.length || withPorts.some((port) => port !== first)) {
    throw usageError(
      'expected the same port behind every peer, got different ones: use one command for each',
    );
  }
  return [{ from: first, to: first }];
}
