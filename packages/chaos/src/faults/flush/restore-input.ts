import { formatTable, NO_CHAINS, type Table } from './ruleset.ts';
import type { Missing } from './missing.ts';

/**
 * What `iptables-restore --noflush` takes to put back what is missing from a table, all or nothing. A chain is made by `-N`
 * and not declared by `:`, as a declaration empties the chain where somebody has made it meanwhile: `-N` fails then, and the
 * whole is looked at anew.
 */
export function restoreInput(table: string, { chains, rules }: Missing): string {
  const lines = [
    `*${table}`,
    ...chains.map((chain) => `-N ${chain}`),
    ...rules.map(({ chain, position, rule }) => `-I ${chain} ${position} ${rule}`.trimEnd()),
    'COMMIT',
  ];
  return `${lines.join('\n')}\n`;
}

/** Rules that look a thing up by a name which the network namespace has to know: counters of nfacct, sets of ipset. */
const BY_NAME = / -m (?:nfacct --nfacct-name +\S+|set (?:! )?--match-set \S+ \S+)/g;

/**
 * A table as it is rehearsed: whole, but for matches of things that the node's network namespace alone has. A flush takes
 * none of these away, so that the real rules find them again.
 */
export function rehearsedTable(table: Table): Readonly<{ table: Table; leftOut: number }> {
  let leftOut = 0;
  const plain = [...table].map(([name, chain]) => {
    const rules = chain.rules.map((rule) => {
      const text = ` ${rule}`.replaceAll(BY_NAME, '');
      if (text.length !== rule.length + 1) leftOut += 1;
      return text.slice(1);
    });
    return [name, { ...chain, rules }] as const;
  });
  return { table: new Map(plain), leftOut };
}

/** The whole of some tables as `iptables-restore` takes it. */
export function wholeInput(tables: ReadonlyMap<string, Table>): string {
  return [...tables].map(([name, table]) => formatTable(name, table ?? NO_CHAINS)).join('');
}
