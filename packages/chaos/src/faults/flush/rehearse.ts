import { describeError } from '@pod-contagion/errors';
import { ChaosError } from '../../errors.ts';
import type { AgentContext } from '../fault-agent.ts';
import { saidBy } from '../network/run-program.ts';
import { flushTable, readRules, restoreRules, type Backend } from './backend.ts';
import { whatIsMissing } from './missing.ts';
import { rehearsedTable, restoreInput, wholeInput } from './restore-input.ts';
import { isBuiltIn, NO_CHAINS, type Chain, type Ruleset, type Table } from './ruleset.ts';
import { flushedTables, type Flushed, type KeptSnapshot } from './snapshot.ts';

/** What a rehearsal came to, as it stands in the folder of the node. */
export type Verdict = Readonly<{ ok: true; leftOut: number } | { ok: false; why: string }>;

/**
 * Does here all that is to be done on the node: restores a whole snapshot, reads it back and compares, flushes what is to be
 * flushed, puts back what is missing, compares again, and takes all away. The network namespace has to be empty, as that of
 * a pod that has just been made is: so nothing of anybody is touched.
 * @throws {ChaosError} CHAOS_REFUSED where the namespace has rules
 */
export async function rehearse(
  context: AgentContext,
  { fault, snapshot }: Pick<KeptSnapshot, 'fault' | 'snapshot'>,
): Promise<Verdict> {
  let leftOut = 0;
  const plain = snapshot.map(({ backend, rules }) => {
    const tables = new Map<string, Table>();
    for (const [name, whole] of rules) {
      const rehearsed = rehearsedTable(whole);
      leftOut += rehearsed.leftOut;
      tables.set(name, rehearsed.table);
    }
    return { backend, rules: tables };
  });
  for (const { backend, rules } of plain) {
    await requireEmpty(context, backend);
    const flushed = flushedTables(fault, [{ backend, rules }]);
    const why = await rehearseOne(context, backend, rules, flushed, fault.deleteChains);
    if (why !== undefined) return { ok: false, why };
  }
  return { ok: true, leftOut };
}

async function rehearseOne(
  context: AgentContext,
  backend: Backend,
  tables: Ruleset,
  flushed: readonly Flushed[],
  deleteChains: boolean,
): Promise<string | undefined> {
  try {
    const result = await context.command(backend.restore, ['-w', '5'], wholeInput(tables));
    if (result.exitCode !== 0)
      return `${backend.restore} of the snapshot (${backend.name}): ${saidBy(result)}`;
    const different = differenceOf(tables, await readRules(context, backend), backend);
    if (different !== undefined) return different;
    for (const { name } of flushed) await flushTable(context, backend, name, deleteChains);
    const now = await readRules(context, backend);
    for (const { name, before } of flushed) {
      const missing = whatIsMissing(before, now.get(name) ?? NO_CHAINS);
      await restoreRules(context, backend, restoreInput(name, missing));
    }
    return differenceOf(tables, await readRules(context, backend), backend);
  } catch (error) {
    return describeError(error);
  } finally {
    await clear(context, backend, tables).catch(() => undefined);
  }
}

/** What was read back and was not written, or the other way round; undefined where there is no such thing. */
function differenceOf(wanted: Ruleset, got: Ruleset, { name: backend }: Backend): string | undefined {
  for (const [name, table] of wanted) {
    const there = got.get(name) ?? NO_CHAINS;
    for (const chain of table.values()) {
      const back = there.get(chain.name);
      const different = back === undefined ? `chain ${chain.name}` : differentRule(chain, back);
      if (different !== undefined) {
        return `expected ${name} (${backend}) of the snapshot to be read back as it was written, got another ${different}`;
      }
    }
  }
  return undefined;
}

function differentRule(one: Chain, other: Chain): string | undefined {
  const length = Math.max(one.rules.length, other.rules.length);
  const at = Array.from({ length }, (_, index) => index).find(
    (index) => one.rules[index] !== other.rules[index],
  );
  if (at === undefined) return undefined;
  return `rule ${at + 1} in ${one.name}: ${other.rules[at] ?? 'none'} for ${one.rules[at] ?? 'none'}`;
}

async function requireEmpty(context: AgentContext, backend: Backend): Promise<void> {
  const now = await readRules(context, backend);
  const chains = [...now.values()].flatMap((table) => Array.from(table.values()));
  const found = chains.find((chain) => !isBuiltIn(chain) || chain.rules.length > 0);
  if (found === undefined) return;
  throw new ChaosError(
    'CHAOS_REFUSED',
    `expected a network namespace without rules for the rehearsal, got chain ${found.name}: no flag lifts this`,
  );
}

async function clear(context: AgentContext, backend: Backend, tables: Ruleset): Promise<void> {
  for (const name of tables.keys()) await flushTable(context, backend, name, true);
}
