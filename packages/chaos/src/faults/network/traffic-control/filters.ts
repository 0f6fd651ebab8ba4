import { formatNetwork, type Network } from '../addresses.ts';
import { HIT_CLASS, ORDINARY_CLASS } from '../names.ts';
import { portMasks } from '../port-range.ts';
import { ofFamily, type ResolvedScope } from '../scope.ts';
import type { PortRange } from '../spec.ts';

type Words = readonly string[];

/** Order in which filters are asked, the lower first; the kernel wants each to be of one protocol. */
const PREFERENCES = {
  neighbours: { 4: 9, 6: 10 },
  except: { 4: 11, 6: 12 },
  hit: { 4: 13, 6: 14 },
} as const;

/** Numbers of protocols (IANA); ICMP has another in IPv6. */
const PROTOCOLS = { 4: { tcp: 6, udp: 17, icmp: 1 }, 6: { tcp: 6, udp: 17, icmp: 58 } } as const;

const ANYTHING: Words = ['match', 'u32', '0', '0'];

/** Types 133 to 137 of neighbour discovery (RFC 4861), as values and masks. */
const NEIGHBOURS: readonly Words[] = [
  ['133', '0xff'],
  ['134', '0xfe'],
  ['136', '0xfe'],
].map((type) => ['match', 'ip6', 'protocol', '58', '0xff', 'match', 'ip6', 'icmp_type', type].flat());

/**
 * u32 reads ports at a fixed place: it must be a header of 20 bytes without options, and no later fragment, which has
 * none.
 */
const PORTS_ARE_THERE: Words = 'match u8 0x05 0x0f at 0 match u16 0x0000 0x1fff at 6'.split(' ');

/**
 * The filters that sort packets into the band of netem, each as words for tc after `filter add dev X`. Neighbour
 * discovery and excepted peers are sorted out first; ARP is of neither protocol and goes its ordinary way.
 */
export function sortingFilters(scope: ResolvedScope, way: 'out' | 'in', parent: string): readonly Words[] {
  return ([4, 6] as const).flatMap((family) => {
    const part = ofFamily(scope, family);
    if (part === undefined) return [];
    const filter = (purpose: keyof typeof PREFERENCES, match: Words, flow: string): Words => {
      const protocol = family === 4 ? 'ip' : 'ipv6';
      const preference = String(PREFERENCES[purpose][family]);
      return [
        ['parent', parent, 'protocol', protocol, 'pref', preference, 'u32'],
        match,
        ['flowid', flow],
      ].flat();
    };
    const neighbours = family === 4 || part.everything ? [] : NEIGHBOURS;
    return [
      neighbours.map((match) => filter('neighbours', match, ORDINARY_CLASS)),
      part.except.map((peer) => filter('except', peerMatch(peer, way), ORDINARY_CLASS)),
      hitMatches(part, family, way).map((match) => filter('hit', match, HIT_CLASS)),
    ].flat();
  });
}

function hitMatches(scope: ResolvedScope, family: 4 | 6, way: 'out' | 'in'): readonly Words[] {
  const { protocol, remotePorts, localPorts } = scope;
  const ip = family === 4 ? 'ip' : 'ip6';
  const [remote, local] = way === 'out' ? (['dport', 'sport'] as const) : (['sport', 'dport'] as const);
  const hasPorts = remotePorts.length > 0 || localPorts.length > 0;
  const before = [
    protocol === undefined ? [] : ['match', ip, 'protocol', String(PROTOCOLS[family][protocol]), '0xff'],
    hasPorts && family === 4 ? PORTS_ARE_THERE : [],
  ].flat();
  const peers = scope.peers?.map((peer) => peerMatch(peer, way)) ?? [[]];
  const matches = peers.flatMap((peer) =>
    portMatches(ip, remote, remotePorts).flatMap((remotePort) =>
      portMatches(ip, local, localPorts).map((localPort) => [peer, before, remotePort, localPort].flat()),
    ),
  );
  return matches.map((match) => (match.length > 0 ? match : ANYTHING));
}

function peerMatch({ family, address, prefix }: Network, way: 'out' | 'in'): Words {
  if (prefix === 0) return ANYTHING;
  const field = way === 'out' ? 'dst' : 'src';
  return ['match', family === 4 ? 'ip' : 'ip6', field, formatNetwork({ family, address, prefix })];
}

function portMatches(
  ip: 'ip' | 'ip6',
  field: 'dport' | 'sport',
  ranges: readonly PortRange[],
): readonly Words[] {
  if (ranges.length === 0) return [[]];
  return ranges
    .flatMap(portMasks)
    .map(({ value, mask }) => ['match', ip, field, String(value), `0x${mask.toString(16).padStart(4, '0')}`]);
}
