import type { AgentContext, Leftover } from '../../fault-agent.ts';
import { OUR_CHAINS, type ChainUse } from './our-chains.ts';
import { readOurRules } from './read-rules.ts';
import { FAMILIES, LEGACY_FAMILIES, type Family } from './rules.ts';
import { chainStep, jumpStep } from './steps.ts';

/** Chains and jumps of any run, of one use, in the order of setting up. */
export async function packetFilterLeftovers(
  context: AgentContext,
  use: ChainUse = 'filter',
): Promise<readonly Leftover[]> {
  const chains: Leftover[] = [];
  const jumps: Leftover[] = [];
  for (const family of [...FAMILIES, ...(await legacyFamilies(context, use))]) {
    const ours = await readOurRules(context, family, use);
    for (const run of ours?.chains ?? []) {
      const step = chainStep({ context, family, run, use }, () => []);
      chains.push({ what: step.what, run, step });
    }
    const hooks = new Map((ours?.jumps ?? []).map(({ hook, run }) => [`${hook} ${run}`, { hook, run }]));
    for (const { hook, run } of hooks.values()) {
      const step = jumpStep({ context, family, run, use }, { hook, match: [] }, () => []);
      jumps.push({ what: step.what, run, step });
    }
  }
  return [...chains, ...jumps];
}

/** Those whose table is there: to ask iptables-legacy would make it. */
async function legacyFamilies(context: AgentContext, use: ChainUse): Promise<readonly Family[]> {
  const present = await Promise.all(
    LEGACY_FAMILIES.map(async (family) => {
      const tables = await context.readFile(family.tables).catch(() => '');
      return tables.split('\n').includes(OUR_CHAINS[use].table) ? family : undefined;
    }),
  );
  return present.filter((family) => family !== undefined);
}
