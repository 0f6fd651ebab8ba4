import type { AgentContext, Leftover } from '../../fault-agent.ts';
import { readOurRules } from './read-rules.ts';
import { FAMILIES } from './rules.ts';
import { chainStep, jumpStep } from './steps.ts';

/** Chains and jumps of any run, in the order of setting up. */
export async function packetFilterLeftovers(context: AgentContext): Promise<readonly Leftover[]> {
  const chains: Leftover[] = [];
  const jumps: Leftover[] = [];
  for (const family of FAMILIES) {
    const ours = await readOurRules(context, family);
    for (const run of ours?.chains ?? []) {
      const step = chainStep({ context, family, run }, []);
      chains.push({ what: step.what, run, step });
    }
    const hooks = new Map((ours?.jumps ?? []).map(({ hook, run }) => [`${hook} ${run}`, { hook, run }]));
    for (const { hook, run } of hooks.values()) {
      const step = jumpStep({ context, family, run }, { hook, match: [] }, () => []);
      jumps.push({ what: step.what, run, step });
    }
  }
  return [...chains, ...jumps];
}
