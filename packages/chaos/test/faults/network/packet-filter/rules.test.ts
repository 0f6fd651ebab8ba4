import t from 'tap';
import { parseCounters, parseRules } from '../../../../src/faults/network/packet-filter/read-rules.ts';
import { chainRules, FAMILIES } from '../../../../src/faults/network/packet-filter/rules.ts';
import { resolveScope } from '../../../../src/faults/network/scope.ts';
import type { TrafficScope } from '../../../../src/faults/network/spec.ts';
import { fault } from '../testing/fault.ts';

/** With what the node comes to the pod. */
const NODE = ['10.0.0.1', 'fe80::1'];

const rules = async (
  action: 'drop' | 'reject',
  scope: Partial<TrafficScope>,
): Promise<readonly string[][]> => {
  const resolved = await resolveScope(
    fault({ do: action }, scope).scope,
    async () => [],
    async () => NODE,
  );
  return FAMILIES.map(
    (family) => chainRules(family, 'eth0', resolved, action)?.map((words) => words.join(' ')) ?? ['none'],
  );
};
const DISCOVERY = [133, 134, 135, 136, 137].map((type) => `-p ipv6-icmp --icmpv6-type ${type} -j RETURN`);

t.test('everything', async (t) => {
  const both = ['-i eth0 -j DROP', '-o eth0 -j DROP'];
  t.strictSame(await rules('drop', {}), [both, both]);
});

t.test('peers, ports and exceptions of each family, as the pod sees them', async (t) => {
  t.strictSame(
    await rules('drop', {
      peers: ['10.0.0.0/8', 'fd00::/8'],
      protocol: 'udp',
      remotePorts: [{ from: 53, to: 53 }],
      localPorts: [{ from: 5_000, to: 5_010 }],
      except: ['10.0.0.7'],
    }),
    [
      [
        '-i eth0 -s 10.0.0.7 -j RETURN',
        '-o eth0 -d 10.0.0.7 -j RETURN',
        '-i eth0 -s 10.0.0.0/8 -p udp --sport 53 --dport 5000:5010 -j DROP',
        '-o eth0 -d 10.0.0.0/8 -p udp --dport 53 --sport 5000:5010 -j DROP',
      ],
      [
        ...DISCOVERY,
        '-i eth0 -s fd00::/8 -p udp --sport 53 --dport 5000:5010 -j DROP',
        '-o eth0 -d fd00::/8 -p udp --dport 53 --sport 5000:5010 -j DROP',
      ],
    ],
  );
});

t.test('the node, where it is spared: its addresses first, and neighbours find each other', async (t) => {
  const both = ['-i eth0 -j DROP', '-o eth0 -j DROP'];
  t.strictSame(await rules('drop', { sparesNode: true, except: ['10.0.0.1', '10.0.0.7'] }), [
    [
      '-i eth0 -s 10.0.0.1 -j RETURN',
      '-i eth0 -s 10.0.0.7 -j RETURN',
      '-o eth0 -d 10.0.0.1 -j RETURN',
      '-o eth0 -d 10.0.0.7 -j RETURN',
      ...both,
    ],
    [...DISCOVERY, '-i eth0 -s fe80::1 -j RETURN', '-o eth0 -d fe80::1 -j RETURN', ...both],
  ]);
});

t.test('a family without peers has no rules', async (t) => {
  t.strictSame(await rules('drop', { direction: 'out', peers: ['10.0.0.7'], protocol: 'icmp' }), [
    ['-o eth0 -d 10.0.0.7 -p icmp -j DROP'],
    ['none'],
  ]);
});

t.test('rejects TCP with a reset, the rest with ICMP; and lets its own refusals out', async (t) => {
  t.strictSame(await rules('reject', { direction: 'out', peers: ['10.0.0.7'] }), [
    ['-o eth0 -d 10.0.0.7 -p tcp -j REJECT --reject-with tcp-reset', '-o eth0 -d 10.0.0.7 -j REJECT'],
    ['none'],
  ]);
  t.strictSame((await rules('reject', {}))[0], [
    '-o eth0 -p tcp --tcp-flags RST RST -j RETURN',
    '-o eth0 -p icmp --icmp-type destination-unreachable -j RETURN',
    '-i eth0 -p tcp -j REJECT --reject-with tcp-reset',
    '-i eth0 -j REJECT',
    '-o eth0 -p tcp -j REJECT --reject-with tcp-reset',
    '-o eth0 -j REJECT',
  ]);
});

t.test('finds what is ours among the rules of others', async (t) => {
  const ours = ['-i', 'eth0', '-m', 'comment', '--comment', 'pod-chaos:ab12cd34', '-j', 'POD-CHAOS-ab12cd34'];
  const output = [
    '-P INPUT ACCEPT',
    '-N POD-CHAOS-ab12cd34',
    '-N MY-POD-CHAOS-x',
    '-A INPUT -i eth0 -m comment --comment "pod-chaos:ab12cd34" -j POD-CHAOS-ab12cd34',
    '-A INPUT -m comment --comment "not pod-chaos:ab12cd34" -j DROP',
    '-A INPUT -m comment --comment "pod-chaos:" -s 10.0.0.1 -j MY-POD-CHAOS-x'.replace(
      'pod-chaos:',
      'my pod-chaos:',
    ),
    '-A POD-CHAOS-ab12cd34 -i eth0 -j DROP',
    '',
  ].join('\n');
  t.strictSame(parseRules(output), {
    chains: ['ab12cd34'],
    jumps: [{ hook: 'INPUT', run: 'ab12cd34', words: ['INPUT', ...ours] }],
  });
});

t.test('sums what was dropped and rejected, and what an excepted peer sent and got', async (t) => {
  const output = `Chain POD-CHAOS-ab12cd34 (1 references)
    pkts      bytes target     prot opt in     out     source               destination
       3      180 REJECT     6    --  *      v0      0.0.0.0/0            0.0.0.0/0            reject-with tcp-reset
       4      400 RETURN     0    --  *      v0      0.0.0.0/0            10.0.0.1
       5      500 RETURN     all  --  v0     *       10.0.0.1             0.0.0.0/0
       7      700 RETURN     58   --  *      *       ::/0                 ::/0                 ipv6-icmptype 135
      11     1100 RETURN     6    --  *      v0      0.0.0.0/0            0.0.0.0/0            tcp flags:0x04/0x04
      13     1300 RETURN     1    --  *      v0      0.0.0.0/0            0.0.0.0/0            icmptype 3
4294967296 429496729600 DROP       all  --  v0     *       0.0.0.0/0            0.0.0.0/0
`;
  t.strictSame(parseCounters(output), { packets: 4_294_967_299, bytes: 429_496_729_780, letThrough: 9 });
});
