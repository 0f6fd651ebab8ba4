import type { AgentContext, FaultStep } from '../fault-agent.ts';
import type { Network } from '../network/addresses.ts';
import type { PodInterface } from '../network/check-pod.ts';
import { OUR_CHAINS } from '../network/packet-filter/our-chains.ts';
import { stopWords, usable } from '../network/packet-filter/plan.ts';
import { inTable, parseCounters } from '../network/packet-filter/read-rules.ts';
import { FAMILIES, type Family } from '../network/packet-filter/rules.ts';
import { chainStep, jumpStep, type Place } from '../network/packet-filter/steps.ts';
import { mustRun } from '../network/run-program.ts';
import { passingBy } from './rules.ts';

/** What a plan for resets is made of. */
export type ResetOptions = Readonly<{
  link: PodInterface;
  /** The pod's port, to which nobody comes any more who began a connection while it was led to the proxy. */
  port: number;
  except: readonly Network[];
  context: AgentContext;
  /** How long after the deadline the kernel itself leaves such connections alone again. */
  deadlineMarginMs: number;
}>;

/** Steps that make chains of ours and lead to them, and how many packets they have answered by a reset. */
export type Resets = Readonly<{ steps: readonly FaultStep[]; count: () => Promise<number> }>;

/**
 * Plans chains of ours in the filter table of both families that answer by a reset what still comes to the port itself: since new
 * connections are led to the proxy before they get here, that is who had one before. A packet that begins a connection is left
 * alone all the same. The pod's program is not told: it learns of it when it next sends something, and until then keeps its half,
 * as it does of a client that went away without a word.
 * @throws {ChaosError} CHAOS_CONFLICT where a chain of this run is there; CHAOS_SET_UP where there is no filter table.
 */
export async function planResets(options: ResetOptions): Promise<Resets> {
  const { link, port, except, context, deadlineMarginMs } = options;
  const used: Family[] = [];
  const chains: FaultStep[] = [];
  const jumps: FaultStep[] = [];
  for (const wanted of FAMILIES.toReversed()) {
    const family = await usable(wanted, link, context, 'resets');
    if (family === undefined) continue;
    used.push(family);
    const place: Place = { context, family, run: context.run, use: 'resets' };
    const rules = [
      ...passingBy(family.family, except),
      // What a client's kernel says of a connection that it has no more has to reach the program.
      ['-p', 'tcp', '--tcp-flags', 'RST', 'RST', '-j', 'RETURN'],
      ['-p', 'tcp', '-j', 'REJECT', '--reject-with', 'tcp-reset'],
    ];
    const match = ['-i', link.name, '-p', 'tcp', '--dport', String(port), '!', '--syn'];
    chains.push(chainStep(place, () => rules));
    jumps.push(
      jumpStep(place, { hook: 'INPUT', match }, () => stopWords(context.deadlineMs, deadlineMarginMs)),
    );
  }
  return { steps: [...chains, ...jumps], count: () => countResets(used, context) };
}

async function countResets(families: readonly Family[], context: AgentContext): Promise<number> {
  let resets = 0;
  for (const { program } of families) {
    const args = [...inTable('resets'), '-L', OUR_CHAINS.resets.chain + context.run, '-v', '-x', '-n'];
    resets += parseCounters((await mustRun(context, program, args)).stdout).packets;
  }
  return resets;
}
