import { splitWords } from '@pod-contagion/command-line';

/** A chain as `iptables-save` writes it. */
export type Chain = Readonly<{
  name: string;
  /** What becomes of packets that no rule decides on, of a chain of the kernel: `ACCEPT` or `DROP`; `-` for other chains. */
  policy: string;
  /** What stands behind `-A CHAIN`, in order. */
  rules: readonly string[];
}>;

/** The chains of one table, by name, in order. */
export type Table = ReadonlyMap<string, Chain>;

/** What `iptables-save` wrote, by table. */
export type Ruleset = ReadonlyMap<string, Table>;

/** A table without chains. */
export const NO_CHAINS: Table = new Map();

/**
 * Reads what `iptables-save` wrote; counters, comments of the program and whatever else there is are passed over. Each line
 * stands for itself: a text that was cut off gives the tables as far as they came.
 */
export function parseRuleset(text: string): Ruleset {
  const tables = new Map<string, Map<string, { name: string; policy: string; rules: string[] }>>();
  let table: Map<string, { name: string; policy: string; rules: string[] }> | undefined;
  for (const line of text.split('\n')) {
    const [, name] = /^\*(\S+)\s*$/.exec(line) ?? [];
    if (name !== undefined) tables.set(name, (table = new Map()));
    if (line === 'COMMIT') table = undefined;
    if (table === undefined) continue;
    const [, chain, policy] = /^:(\S+) (\S+)/.exec(line) ?? [];
    if (chain !== undefined && policy !== undefined) table.set(chain, { name: chain, policy, rules: [] });
    const [, of, rule] = /^-A (\S+)(?: (.*))?$/.exec(line) ?? [];
    if (of !== undefined) table.get(of)?.rules.push(rule ?? '');
  }
  return tables;
}

/** Whether a chain is the kernel's own, which nobody can make or delete. */
export function isBuiltIn({ policy }: Chain): boolean {
  return policy !== '-';
}

/** How many rules a table has, and how many chains that are not the kernel's. */
export function sizeOf(table: Table): Readonly<{ chains: number; rules: number }> {
  const all = [...table.values()];
  return {
    chains: all.filter((chain) => !isBuiltIn(chain)).length,
    rules: all.reduce((sum, { rules }) => sum + rules.length, 0),
  };
}

/** The chain that a rule leads to; undefined where it leads to none, or to what the kernel has itself, such as `ACCEPT`. */
export function targetOf(rule: string, table: Table): string | undefined {
  const words = splitWords(rule) ?? [];
  const at = words.findLastIndex((word) => word === '-j' || word === '-g');
  const target = at === -1 ? undefined : words[at + 1];
  return target !== undefined && table.has(target) ? target : undefined;
}

/** One table as `iptables-restore` takes it, whole. */
export function formatTable(name: string, table: Table): string {
  const chains = [...table.values()];
  const lines = [
    `*${name}`,
    ...chains.map((chain) => `:${chain.name} ${chain.policy} [0:0]`),
    ...chains.flatMap((chain) => chain.rules.map((rule) => `-A ${chain.name} ${rule}`.trimEnd())),
    'COMMIT',
  ];
  return `${lines.join('\n')}\n`;
}
