import type { PortRange } from '@pod-contagion/chaos/faults';
import { choiceFlag, switchFlag, type Flag, type FlagsTable } from '@pod-contagion/command-line';
import { checkedFlag, listFlag } from './kinds.ts';
import { isInterfaceName } from './names.ts';
import { isAddress, parsePeer, type Peer } from './peers.ts';
import { portsFlag } from './ports.ts';

/** Which packets. */
export type TrafficFlags = Readonly<{
  interface: string | undefined;
  direction: 'out' | 'in' | 'both' | undefined;
  to: readonly Peer[];
  port: readonly PortRange[];
  'local-port': readonly PortRange[];
  protocol: 'tcp' | 'udp' | 'icmp' | undefined;
  except: readonly string[];
  'include-node': boolean;
}>;

/** A flag that takes the other end of traffic; may be repeated. */
export function peersFlag(help: string): Flag<readonly Peer[]> {
  return {
    valueName: 'peer',
    expected: 'an address, a CIDR or a host name, with :PORT behind it or not ([fd00::1]:443)',
    help,
    repeated: true,
    read: (texts) => {
      const peers = texts.map(parsePeer);
      return peers.every((peer) => peer !== undefined) ? peers : undefined;
    },
    fallback: [],
  };
}

/** Flags of every command that breaks the network; each says its own default direction. */
export const TRAFFIC_FLAGS: FlagsTable<TrafficFlags> = {
  interface: {
    ...checkedFlag(
      'name',
      'the name of a network interface',
      'Interface in the pod; default eth0.',
      isInterfaceName,
    ),
    short: 'i',
  },
  direction: choiceFlag(['out', 'in', 'both'], 'Packets that leave the pod, that come to it, or both.'),
  to: peersFlag('Only traffic with this other end; may be repeated; names are resolved in the pod.'),
  port: portsFlag('Only these ports of the other end: of the servers that the pod calls; may be repeated.'),
  'local-port': portsFlag('Only these ports of the pod: those that it serves; may be repeated.'),
  protocol: choiceFlag(['tcp', 'udp', 'icmp'], 'Only this protocol; with ports default tcp.'),
  except: listFlag(
    'address',
    'an address or a CIDR',
    'Not traffic with this other end; may be repeated.',
    isAddress,
  ),
  'include-node': switchFlag(
    "Also traffic with the node itself, from which the kubelet probes; a failing probe restarts the pod's containers.",
  ),
};
