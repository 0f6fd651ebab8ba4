import { isWrittenWhole } from './owner.ts';
import { isBuiltIn, targetOf, type Chain, type Table } from './ruleset.ts';

/** A rule that is not there any more, and where it belongs. */
export type MissingRule = Readonly<{
  chain: string;
  rule: string;
  /** From 1, once all that are missing before it are back. */
  position: number;
}>;

/** What of a table is not there any more. */
export type Missing = Readonly<{ chains: readonly string[]; rules: readonly MissingRule[] }>;

/** How much that is. */
export function countMissing({ chains, rules }: Missing): number {
  return chains.length + rules.length;
}

/**
 * What has to be put back so that a table does again what it did before it was flushed, and nothing else:
 *
 * - in the kernel's chains, and in those of owners that add rule by rule, each rule that is not there, in its old place
 *   among those that are; a rule that somebody has put there meanwhile stays where it is;
 * - a chain of kube-proxy's that has rules again was written by it, as the Services are now: it is left alone;
 * - a chain that nothing leads to any more is left out, such as that of an endpoint which has gone since; but one that
 *   nothing led to before either, such as a canary, is not.
 */
export function whatIsMissing(before: Table, now: Table): Missing {
  const wanted = wantedChains(before, now);
  const chains: string[] = [];
  const rules: MissingRule[] = [];
  for (const chain of before.values()) {
    if (!wanted.has(chain.name)) continue;
    const there = now.get(chain.name);
    if (there === undefined && !isBuiltIn(chain)) chains.push(chain.name);
    if (!isItsOwners(chain, there)) rules.push(...missingRules(chain, there?.rules ?? []));
  }
  return { chains, rules };
}

/** Whether its owner has written it since. */
function isItsOwners({ name }: Chain, there: Chain | undefined): boolean {
  return isWrittenWhole(name) && there !== undefined && there.rules.length > 0;
}

/** The chains that something leads to once all is back, and those that nothing ever led to. */
function wantedChains(before: Table, now: Table): ReadonlySet<string> {
  const led = new Set<string>();
  for (const { rules } of before.values()) for (const rule of rules) add(led, targetOf(rule, before));
  const wanted = new Set<string>();
  const todo = [...before.values()].filter((chain) => isBuiltIn(chain) || !led.has(chain.name));
  // What is there now leads on too, whoever made it.
  todo.push(...[...now.values()].filter(({ rules }) => rules.length > 0));
  for (let chain = todo.pop(); chain !== undefined; chain = todo.pop()) {
    if (wanted.has(chain.name)) continue;
    wanted.add(chain.name);
    const [old, there] = [before.get(chain.name), now.get(chain.name)];
    const own = old === undefined || isItsOwners(old, there) ? [] : old.rules;
    for (const rule of [...own, ...(there?.rules ?? [])]) {
      const next = before.get(targetOf(rule, before) ?? '');
      if (next !== undefined) todo.push(next);
    }
  }
  return wanted;
}

function add<T>(set: Set<T>, value: T | undefined): void {
  if (value !== undefined) set.add(value);
}

/** Rules of a chain that are not among those that are there; the same rule twice has to be there twice. */
function missingRules({ name, rules }: Chain, there: readonly string[]): readonly MissingRule[] {
  const result = [...there];
  const missing: MissingRule[] = [];
  const unmatched = new Map<string, number>();
  for (const rule of there) unmatched.set(rule, (unmatched.get(rule) ?? 0) + 1);
  // Where the next one goes: behind the last of the old ones that was seen.
  let next = firstOf(rules, result);
  for (const rule of rules) {
    const count = unmatched.get(rule) ?? 0;
    if (count > 0) {
      unmatched.set(rule, count - 1);
      const at = result.indexOf(rule, next);
      // Somebody may have put it before another: then the others still go behind where they were.
      if (at !== -1) next = at + 1;
      continue;
    }
    result.splice(next, 0, rule);
    next += 1;
    missing.push({ chain: name, rule, position: next });
  }
  return missing;
}

/** Where the first of the old rules that is still there stands; the end where none is. */
function firstOf(rules: readonly string[], there: readonly string[]): number {
  const known = new Set(rules);
  const at = there.findIndex((rule) => known.has(rule));
  return at === -1 ? there.length : at;
}
