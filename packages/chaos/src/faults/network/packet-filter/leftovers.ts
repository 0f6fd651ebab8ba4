import type { AgentContext, Leftover } from '../../fault-agent.ts';
import { readOurRules, type Table } from './read-rules.ts';
import { FAMILIES, LEGACY_FAMILIES, type Family } from './rules.ts';
import { chainStep, jumpStep } from './steps.ts';

/** Chains and jumps of any run in a table, in the order of setting up. */
export async function packetFilterLeftovers(
  context: AgentContext,
  table: Table = 'filter',
): Promise<readonly Leftover[]> {
  const chains: Leftover[] = [];
  const jumps: Leftover[] = [];
  for (const family of [...FAMILIES, ...(await legacyFamilies(context, table))]) {
    const ours = await readOurRules(context, family, table);
    for (const run of ours?.chains ?? []) {
      const step = chainStep({ context, family, run, table }, () => []);
      chains.push({ what: step.what, run, step });
    }
    const hooks = new Map((ours?.jumps ?? []).map(({ hook, run }) => [`${hook} ${run}`, { hook, run }]));
    for (const { hook, run } of hooks.values()) {
      const step = jumpStep({ context, family, run, table }, { hook, match: [] }, () => []);
      jumps.push({ what: step.what, run, step });
    }
  }
  return [...chains, ...jumps];
}

/** Those whose table is there: to ask iptables-legacy would make it. */
async function legacyFamilies(context: AgentContext, table: Table): Promise<readonly Family[]> {
  const present = await Promise.all(
    LEGACY_FAMILIES.map(async (family) => {
      const tables = await context.readFile(family.tables).catch(() => '');
      return tables.split('\n').includes(table) ? family : undefined;
    }),
  );
  return present.filter((family) => family !== undefined);
}
