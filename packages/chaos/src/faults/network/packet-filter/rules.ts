import { formatNetwork } from '../addresses.ts';
import { ofFamily, type ResolvedScope } from '../scope.ts';
import type { NetworkFaultSpec, PortRange } from '../spec.ts';

/** A family of addresses and the program for its rules. */
export type Family = Readonly<{
  family: 4 | 6;
  program: 'iptables' | 'ip6tables' | 'iptables-legacy' | 'ip6tables-legacy';
  name: 'IPv4' | 'IPv6';
}>;

/** Both families. */
export const FAMILIES: readonly Family[] = [
  { family: 4, program: 'iptables', name: 'IPv4' },
  { family: 6, program: 'ip6tables', name: 'IPv6' },
];

/** The same for kernels without nf_tables, with the file that lists the tables such a kernel has made in this network. */
export const LEGACY_FAMILIES: readonly (Family & Readonly<{ tables: string }>)[] = [
  { family: 4, program: 'iptables-legacy', name: 'IPv4', tables: '/proc/net/ip_tables_names' },
  { family: 6, program: 'ip6tables-legacy', name: 'IPv6', tables: '/proc/net/ip6_tables_names' },
];

/** ICMPv6 types of neighbour discovery (RFC 4861), which is to IPv6 what ARP is to IPv4. */
const NEIGHBOUR_DISCOVERY_TYPES = ['133', '134', '135', '136', '137'];

type Words = readonly string[];

type Way = Readonly<{ device: Words; theirs: '-s' | '-d'; remote: string; local: string }>;

/**
 * The rules of our chain for one family, each as words after `-A CHAIN`; undefined where the scope has no peer of it.
 * Excepted peers and what must not be hit return first.
 */
export function chainRules(
  { family }: Family,
  device: string,
  wholeScope: ResolvedScope,
  action: 'drop' | 'reject',
): readonly Words[] | undefined {
  const scope = ofFamily(wholeScope, family);
  if (scope === undefined) return undefined;
  const ways = waysOf(scope.direction, device);
  const keepsNeighbours = family === 6 && !scope.everything;
  return [
    ...(keepsNeighbours
      ? NEIGHBOUR_DISCOVERY_TYPES.map((type) => ['-p', 'ipv6-icmp', '--icmpv6-type', type, '-j', 'RETURN'])
      : []),
    ...ways.flatMap((way) =>
      scope.except.map((peer) => [way.device, way.theirs, formatNetwork(peer), '-j', 'RETURN'].flat()),
    ),
    ...(action === 'reject' && scope.direction === 'both' ? refusals(family, device) : []),
    ...ways.flatMap((way) =>
      matches(scope, way, family).flatMap((match) =>
        targets(action, scope.protocol).map((target) => [way.device, match, target].flat()),
      ),
    ),
  ];
}

/** The hooks that lead to our chain, with the words that keep it to the device. */
export function hooksOf(
  direction: ResolvedScope['direction'],
  device: string,
): readonly Readonly<{ hook: 'INPUT' | 'OUTPUT'; match: Words }>[] {
  return [
    ...(direction === 'out' ? [] : [{ hook: 'INPUT' as const, match: ['-i', device] }]),
    ...(direction === 'in' ? [] : [{ hook: 'OUTPUT' as const, match: ['-o', device] }]),
  ];
}

function waysOf(direction: ResolvedScope['direction'], device: string): readonly Way[] {
  return hooksOf(direction, device).map(({ hook, match }) =>
    hook === 'INPUT'
      ? { device: match, theirs: '-s', remote: '--sport', local: '--dport' }
      : { device: match, theirs: '-d', remote: '--dport', local: '--sport' },
  );
}

/** The pod's own refusals of what comes in would be hit on their way out; the other end would wait in vain. */
function refusals(family: 4 | 6, device: string): readonly Words[] {
  const unreachable =
    family === 4
      ? ['-p', 'icmp', '--icmp-type', 'destination-unreachable']
      : ['-p', 'ipv6-icmp', '--icmpv6-type', 'destination-unreachable'];
  return [
    ['-o', device, '-p', 'tcp', '--tcp-flags', 'RST', 'RST', '-j', 'RETURN'],
    ['-o', device, ...unreachable, '-j', 'RETURN'],
  ];
}

function matches(scope: ResolvedScope, way: Way, family: 4 | 6): readonly Words[] {
  const { protocol } = scope;
  const name = protocol === 'icmp' && family === 6 ? 'ipv6-icmp' : protocol;
  const kind = name === undefined ? [] : ['-p', name];
  const peers = scope.peers?.map((peer) => [way.theirs, formatNetwork(peer)]) ?? [[]];
  return peers.flatMap((peer) =>
    ports(way.remote, scope.remotePorts).flatMap((remote) =>
      ports(way.local, scope.localPorts).map((local) => [peer, kind, remote, local].flat()),
    ),
  );
}

function ports(flag: string, ranges: readonly PortRange[]): readonly Words[] {
  if (ranges.length === 0) return [[]];
  return ranges.map(({ from, to }) => [flag, from === to ? String(from) : `${from}:${to}`]);
}

function targets(
  action: Exclude<NetworkFaultSpec['effect']['do'], 'netem'>,
  protocol: ResolvedScope['protocol'],
): readonly Words[] {
  if (action === 'drop') return [['-j', 'DROP']];
  const reset = ['-j', 'REJECT', '--reject-with', 'tcp-reset'];
  if (protocol === 'tcp') return [reset];
  return [...(protocol === undefined ? [['-p', 'tcp', ...reset]] : []), ['-j', 'REJECT']];
}
