import type { AgentContext, Returned } from '../fault-agent.ts';
import { readRules } from './backend.ts';
import { whatIsMissing, type Missing } from './missing.ts';
import { ownerOfChain, ownerOfRule, type Owner } from './owner.ts';
import { isBuiltIn, NO_CHAINS, type Table } from './ruleset.ts';
import type { Flushed } from './snapshot.ts';

/** How often the rules are read while they are flushed, at most, in ms: so exact is what is said of their return. */
export const POLL_MS = 250;

/** How much longer than a reading took is waited before the next: a node with very many rules is not kept busy by it. */
const POLL_SHARE = 4;

/** The most returns that are kept one by one. */
export const MAX_RETURNS = 16;

/** What is known of the rules that were flushed. */
export type Study = Readonly<{
  /** What has come back by itself, in the order in which that was seen; the last entries stand for all further ones. */
  returned: readonly Returned[];
  /** What has not. */
  missing: Readonly<{ chains: number; rules: number }>;
}>;

/** Reads the rules again and again from when they were flushed. */
export type Watcher = Readonly<{
  /** Reads once; `atMs` is since the flush. Gives what has come back since the last time. */
  look: (context: AgentContext, sinceFlushMs: () => number) => Promise<readonly Returned[]>;
  /** How long to wait before the next look, in ms. */
  pauseMs: () => number;
  study: () => Study;
}>;

/** Makes a watcher of these tables. */
export function createWatcher(flushed: readonly Flushed[], deleteChains: boolean): Watcher {
  const absent = new Map(
    flushed.map((each) => [each, countByOwner(whatIsMissing(each.before, emptied(each, deleteChains)))]),
  );
  const returned: Returned[] = [];
  let missing = { chains: 0, rules: 0 };
  let tookMs = 0;
  return {
    pauseMs: () => Math.max(POLL_MS, POLL_SHARE * tookMs),
    study: () => ({ returned, missing }),
    async look(context, sinceFlushMs) {
      const beganMs = sinceFlushMs();
      const news: Returned[] = [];
      const left = { chains: 0, rules: 0 };
      for (const backend of new Set(flushed.map((each) => each.backend))) {
        const now = await readRules(context, backend);
        // What is read from now on may be what the agent itself puts back.
        if (context.isEnding?.() === true) return [];
        const afterMs = Math.round(sinceFlushMs());
        for (const each of flushed.filter((one) => one.backend === backend)) {
          const still = whatIsMissing(each.before, now.get(each.name) ?? NO_CHAINS);
          left.chains += still.chains.length;
          left.rules += still.rules.length;
          const counts = countByOwner(still);
          for (const [by, were] of absent.get(each) ?? []) {
            const are = counts.get(by) ?? { chains: 0, rules: 0 };
            const chains = were.chains - are.chains;
            const rules = were.rules - are.rules;
            if (chains <= 0 && rules <= 0) continue;
            const isAll = are.chains + are.rules === 0;
            news.push({ table: each.name, where: backend.name, by, chains, rules, afterMs, isAll });
          }
          absent.set(each, counts);
        }
      }
      missing = left;
      tookMs = sinceFlushMs() - beganMs;
      for (const each of news) keep(returned, each);
      return news;
    },
  };
}

/** Adds one; where the list is full it becomes part of the last one of its kind. */
function keep(returned: Returned[], next: Returned): void {
  if (returned.length < MAX_RETURNS) {
    returned.push(next);
    return;
  }
  const at = returned.findLastIndex(
    ({ table, where, by }) => table === next.table && where === next.where && by === next.by,
  );
  const last = returned[at];
  if (last === undefined) return;
  returned[at] = { ...next, chains: last.chains + next.chains, rules: last.rules + next.rules };
}

type Counts = Readonly<{ chains: number; rules: number }>;

/** What a flush leaves of a table. */
function emptied({ before }: Flushed, deleteChains: boolean): Table {
  const chains = [...before.values()].filter((chain) => !deleteChains || isBuiltIn(chain));
  return new Map(chains.map((chain) => [chain.name, { ...chain, rules: [] }]));
}

function countByOwner(missing: Missing): ReadonlyMap<Owner, Counts> {
  const counts = new Map<Owner, Counts>();
  const add = (owner: Owner, chains: number, rules: number): void => {
    const had = counts.get(owner) ?? { chains: 0, rules: 0 };
    counts.set(owner, { chains: had.chains + chains, rules: had.rules + rules });
  };
  for (const chain of missing.chains) add(ownerOfChain(chain), 1, 0);
  for (const { chain, rule } of missing.rules) add(ownerOfRule(chain, rule), 0, 1);
  return counts;
}
