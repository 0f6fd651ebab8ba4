import t from 'tap';
import { resolveScope } from '../../../../src/faults/network/scope.ts';
import type { TrafficScope } from '../../../../src/faults/network/spec.ts';
import { sortingFilters } from '../../../../src/faults/network/traffic-control/filters.ts';
import { fault } from '../testing/fault.ts';

/** With what the node comes to the pod. */
const NODE = ['10.0.0.1', 'fe80::1'];

const filters = async (way: 'out' | 'in', scope: Partial<TrafficScope>): Promise<readonly string[]> => {
  const resolved = await resolveScope(
    fault({ do: 'drop' }, scope).scope,
    async () => [],
    async () => NODE,
  );
  return sortingFilters(resolved, way, '5ca0:').map((words) =>
    words.join(' ').replace('parent 5ca0: protocol ', ''),
  );
};
const DISCOVERY = ['133 0xff', '134 0xfe', '136 0xfe'].map(
  (type) => `ipv6 pref 10 u32 match ip6 protocol 58 0xff match ip6 icmp_type ${type} flowid 5ca0:2`,
);
const IP_PORTS = 'match u8 0x05 0x0f at 0 match u16 0x0000 0x1fff at 6';

t.test('all peers but one: the catch-all comes last', async (t) => {
  t.strictSame(await filters('out', { except: ['10.0.0.7'] }), [
    'ip pref 11 u32 match ip dst 10.0.0.7 flowid 5ca0:2',
    'ip pref 13 u32 match u32 0 0 flowid 5ca0:4',
    ...DISCOVERY,
    'ipv6 pref 14 u32 match u32 0 0 flowid 5ca0:4',
  ]);
});

t.test('the node, where it is spared', async (t) => {
  t.strictSame(await filters('in', { sparesNode: true }), [
    'ip pref 11 u32 match ip src 10.0.0.1 flowid 5ca0:2',
    'ip pref 13 u32 match u32 0 0 flowid 5ca0:4',
    ...DISCOVERY,
    'ipv6 pref 12 u32 match ip6 src fe80::1 flowid 5ca0:2',
    'ipv6 pref 14 u32 match u32 0 0 flowid 5ca0:4',
  ]);
});

t.test('address and port together, as seen from either side', async (t) => {
  const scope = {
    peers: ['10.0.0.0/8', 'fd00::1'],
    protocol: 'tcp' as const,
    remotePorts: [{ from: 443, to: 443 }],
    localPorts: [{ from: 8_000, to: 8_001 }],
  };
  t.strictSame(await filters('out', scope), [
    `ip pref 13 u32 match ip dst 10.0.0.0/8 match ip protocol 6 0xff ${IP_PORTS} match ip dport 443 0xffff match ip sport 8000 0xfffe flowid 5ca0:4`,
    ...DISCOVERY,
    'ipv6 pref 14 u32 match ip6 dst fd00::1 match ip6 protocol 6 0xff match ip6 dport 443 0xffff match ip6 sport 8000 0xfffe flowid 5ca0:4',
  ]);
  t.strictSame(
    (await filters('in', scope)).at(-1),
    (await filters('out', scope))
      .at(-1)
      ?.replace('dst', 'src')
      .replace('dport', 'X')
      .replace('sport', 'dport')
      .replace('X', 'sport'),
  );
});

t.test('a protocol of all peers; networks of everything', async (t) => {
  t.strictSame(await filters('in', { protocol: 'icmp', peers: ['0.0.0.0/0'], except: ['::/0'] }), [
    'ip pref 13 u32 match u32 0 0 match ip protocol 1 0xff flowid 5ca0:4',
  ]);
});
