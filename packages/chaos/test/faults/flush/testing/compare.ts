import { parseRuleset } from '../../../../src/faults/flush/ruleset.ts';

/** The rules of each chain in their order; the order of chains, in which they were made, means nothing. */
export function chainsOf(saved: string): Readonly<Record<string, readonly string[]>> {
  const chains = [...parseRuleset(saved)].flatMap(([table, all]) =>
    [...all.values()].map(({ name, rules }) => [`${table} ${name}`, rules] as const),
  );
  return Object.fromEntries(chains.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** All of them in no order. */
export function linesOf(saved: string): readonly string[] {
  const chains = Object.entries(chainsOf(saved));
  return chains
    .flatMap(([chain, rules]) => rules.map((rule) => `${chain} ${rule}`))
    .concat(chains.map(([chain]) => chain))
    .toSorted();
}
