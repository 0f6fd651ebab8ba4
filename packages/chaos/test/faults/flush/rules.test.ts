import t from 'tap';
import { ownerOfChain, ownerOfRule } from '../../../src/faults/flush/owner.ts';
import { rehearsedTable, restoreInput } from '../../../src/faults/flush/restore-input.ts';
import { parseRuleset, targetOf } from '../../../src/faults/flush/ruleset.ts';
import { validateFault } from '../../../src/faults/validate-fault.ts';
import { describeFault } from '../../../src/faults/describe-fault.ts';

t.test('whose chains and rules are, by their names', async (t) => {
  t.equal(ownerOfChain('KUBE-SVC-NPX46M4PTMTKRN6Y'), 'kube-proxy');
  t.equal(ownerOfChain('KUBE-PROXY-CANARY'), 'kube-proxy');
  t.equal(ownerOfChain('KUBE-KUBELET-CANARY'), 'kubelet');
  t.equal(ownerOfChain('KUBE-FIREWALL'), 'kubelet');
  t.equal(ownerOfChain('KUBE-ROUTER-INPUT'), 'kube-router');
  t.equal(ownerOfChain('CNI-HOSTPORT-DNAT'), 'CNI plugin');
  t.equal(ownerOfChain('PREROUTING'), 'others');
  t.equal(ownerOfRule('INPUT', '-j KUBE-FIREWALL'), 'kubelet');
  t.equal(ownerOfRule('OUTPUT', '-m comment --comment "not -j CNI-X" -j KUBE-SERVICES'), 'kube-proxy');
  t.equal(ownerOfRule('KUBE-FORWARD', '-j ACCEPT'), 'kube-proxy');
  t.equal(ownerOfRule('INPUT', '-p tcp'), 'others');
});

t.test('where a rule leads to', async (t) => {
  const table = parseRuleset(
    '*nat\n:A - [0:0]\n:B - [0:0]\n-A A -m comment --comment "x -j B" -j ACCEPT\nCOMMIT\n',
  ).get('nat');
  t.ok(table);
  t.equal(targetOf('-m comment --comment "x -j B" -j ACCEPT', table ?? new Map()), undefined);
  t.equal(targetOf('-p tcp -g B', table ?? new Map()), 'B');
});

t.test('what is rehearsed is without what only the node knows by name', async (t) => {
  const text =
    '*filter\n:F - [0:0]\n-A F -m conntrack --ctstate INVALID -m nfacct --nfacct-name  dropped -j DROP\n' +
    '-A F -m set ! --match-set cali40 src,dst -j RETURN\n-A F -m nfacct --nfacct-name first\n-A F -j ACCEPT\nCOMMIT\n';
  const { table, leftOut } = rehearsedTable(parseRuleset(text).get('filter') ?? new Map());
  t.same(table.get('F')?.rules, ['-m conntrack --ctstate INVALID -j DROP', '-j RETURN', '', '-j ACCEPT']);
  t.equal(leftOut, 3);
});

t.test('what is put back makes chains in a way that empties none', async (t) => {
  const missing = { chains: ['A', 'B'], rules: [{ chain: 'A', rule: '-j B', position: 1 }] };
  t.equal(restoreInput('nat', missing), '*nat\n-N A\n-N B\n-I A 1 -j B\nCOMMIT\n');
});

t.test('orders are read strictly', async (t) => {
  const good = { kind: 'flush', tables: ['nat'], families: ['ipv4'], deleteChains: true };
  t.same(validateFault(good), good);
  t.same(validateFault({ ...good, allowDropPolicy: true }), { ...good, allowDropPolicy: true });
  t.equal(describeFault(validateFault(good)), 'iptables -F and -X, nat');
  for (const [wrong, message] of [
    [{ ...good, tables: [] }, /flush\.tables.*got \[\]/],
    [{ ...good, tables: ['nat', 'nat'] }, /each once/],
    [{ ...good, tables: ['raw'] }, /filter, nat, mangle.*got \["raw"\]/],
    [{ ...good, families: ['ipv5'] }, /ipv4, ipv6/],
    [{ ...good, deleteChains: 'yes' }, /flush\.deleteChains/],
    [{ ...good, more: 1 }, /more/],
    [{ kind: 'rehearsal', of: '../../etc' }, /8 characters/],
  ] as const) {
    t.throws(() => validateFault(wrong), { code: 'CHAOS_USAGE', message });
  }
  t.same(validateFault({ kind: 'rehearsal', of: 'abcd1234' }), { kind: 'rehearsal', of: 'abcd1234' });
});
