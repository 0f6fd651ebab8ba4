import fc from 'fast-check';
import t from 'tap';
import { countMissing, whatIsMissing, type Missing } from '../../../src/faults/flush/missing.ts';
import { formatTable, parseRuleset, sizeOf, type Table } from '../../../src/faults/flush/ruleset.ts';
import { recordedTable } from './testing/recorded.ts';

/** A table, a chain a line: `PREROUTING: one; two`, chains of the kernel in capitals without a dash. */
function table(...lines: readonly string[]): Table {
  return new Map(
    lines.map((line) => {
      const [name = '', rules = ''] = line.split(': ');
      const policy = name.includes('-') ? '-' : 'ACCEPT';
      return [name, { name, policy, rules: rules === '' ? [] : rules.split('; ') }];
    }),
  );
}

/** What is there once all is put back as iptables does it. */
function restored(now: Table, { chains, rules }: Missing): Table {
  const result = new Map([...now].map(([name, chain]) => [name, { ...chain, rules: [...chain.rules] }]));
  for (const name of chains) result.set(name, { name, policy: '-', rules: [] });
  for (const { chain, rule, position } of rules) {
    const there = result.get(chain);
    if (there === undefined || position > there.rules.length + 1)
      throw new Error(`no place ${position} in ${chain}`);
    there.rules.splice(position - 1, 0, rule);
  }
  return result;
}

function emptied(before: Table, withChains: boolean): Table {
  const kept = [...before.values()].filter(({ policy }) => !withChains || policy !== '-');
  return new Map(kept.map((chain) => [chain.name, { ...chain, rules: [] }]));
}

t.test('the rules of a real kube-proxy, flushed with their chains and without', async (t) => {
  for (const name of ['filter', 'nat', 'mangle']) {
    const before = recordedTable('ipv4', name);
    t.same(whatIsMissing(before, before), { chains: [], rules: [] });
    for (const withChains of [false, true]) {
      const now = emptied(before, withChains);
      const missing = whatIsMissing(before, now);
      t.equal(missing.rules.length, sizeOf(before).rules);
      t.equal(missing.chains.length, withChains ? sizeOf(before).chains : 0);
      const after = restored(now, missing);
      t.same([...after.keys()].toSorted(), [...before.keys()].toSorted());
      for (const [chain, { rules }] of before) t.same(after.get(chain)?.rules, rules);
    }
  }
});

t.test('a rule goes where it was among those that are there', async (t) => {
  const before = table('INPUT: a; b; c; d');
  const put = (now: string): readonly string[] | undefined =>
    restored(table(now), whatIsMissing(before, table(now))).get('INPUT')?.rules;
  t.same(put('INPUT: '), ['a', 'b', 'c', 'd']);
  t.same(put('INPUT: b; d'), ['a', 'b', 'c', 'd']);
  t.same(put('INPUT: new; c'), ['new', 'a', 'b', 'c', 'd']);
  t.same(put('INPUT: a; new'), ['a', 'b', 'c', 'd', 'new']);
  t.same(put('INPUT: d; a'), ['d', 'a', 'b', 'c'], 'what is there stays where it is');
  t.same(whatIsMissing(table('INPUT: a; a'), table('INPUT: a')).rules, [
    { chain: 'INPUT', rule: 'a', position: 2 },
  ]);
});

t.test("a chain of kube-proxy's is its own once it has rules; one of others is not", async (t) => {
  const before = table('PREROUTING: -j KUBE-SERVICES; -j CNI-X', 'KUBE-SERVICES: a; b', 'CNI-X: a; b');
  const now = table('PREROUTING: ', 'KUBE-SERVICES: c', 'CNI-X: c');
  t.same(
    whatIsMissing(before, now).rules.map(({ chain, rule }) => `${chain} ${rule}`),
    ['PREROUTING -j KUBE-SERVICES', 'PREROUTING -j CNI-X', 'CNI-X a', 'CNI-X b'],
  );
});

t.test('a chain that nothing leads to any more is left out, a canary is not', async (t) => {
  const before = table(
    'PREROUTING: -j KUBE-SVC-A',
    'KUBE-SVC-A: -j KUBE-SEP-1; -j KUBE-SEP-2',
    'KUBE-SEP-1: x',
    'KUBE-SEP-2: y',
    'KUBE-PROXY-CANARY: ',
  );
  const now = table('PREROUTING: -j KUBE-SVC-A', 'KUBE-SVC-A: -j KUBE-SEP-2', 'KUBE-SEP-2: y');
  t.same(whatIsMissing(before, now), { chains: ['KUBE-PROXY-CANARY'], rules: [] });
});

t.test('whatever is there now: nothing is taken away, and a second look finds nothing', async () => {
  const rule = fc.constantFrom('a', 'b', 'c', '-j KUBE-SVC-A', '-j KUBE-SEP-1', '-j CNI-X', '-g CNI-Y');
  const rules = fc.array(rule, { maxLength: 5 });
  const tables = fc
    .record({
      INPUT: rules,
      'KUBE-SVC-A': fc.option(rules),
      'KUBE-SEP-1': fc.option(rules),
      'CNI-X': fc.option(rules),
      'CNI-Y': fc.option(rules),
      'KUBE-PROXY-CANARY': fc.option(fc.constant([])),
    })
    .map(
      (chains): Table =>
        new Map(
          Object.entries(chains).flatMap(([name, own]) =>
            own === null
              ? []
              : [[name, { name, policy: name === 'INPUT' ? 'ACCEPT' : '-', rules: own }] as const],
          ),
        ),
    );
  fc.assert(
    fc.property(tables, tables, (before, now) => {
      const after = restored(now, whatIsMissing(before, now));
      for (const [name, chain] of now) {
        let at = -1;
        // All that was there is there, in its order.
        for (const one of chain.rules) {
          at = after.get(name)?.rules.indexOf(one, at + 1) ?? -1;
          if (at === -1) return false;
        }
      }
      return countMissing(whatIsMissing(before, after)) === 0;
    }),
  );
});

t.test('a table is read as it was written', async (t) => {
  const nat = recordedTable('ipv4', 'nat');
  t.same(parseRuleset(formatTable('nat', nat)).get('nat'), nat);
});
