import { ChaosError } from '../../../errors.ts';
import type { AgentContext, Effect, FaultPlan, FaultStep } from '../../fault-agent.ts';
import type { PodInterface } from '../check-pod.ts';
import { MAX_RULES } from '../names.ts';
import { mustRun } from '../run-program.ts';
import type { ResolvedScope } from '../scope.ts';
import { OUR_CHAINS, type ChainUse } from './our-chains.ts';
import { inTable, parseCounters, readOurRules } from './read-rules.ts';
import { chainRules, FAMILIES, hooksOf, LEGACY_FAMILIES, type Family } from './rules.ts';
import { chainStep, jumpStep, type Place } from './steps.ts';

/** The latest date that xt_time takes: it counts seconds with 32 bits and a sign. */
const LAST_STOP_MS = Date.UTC(2038, 0, 19, 3, 14, 7);

/** What a plan for the packet filter is made of. */
export type PacketFilterOptions = Readonly<{
  link: PodInterface;
  scope: ResolvedScope;
  action: 'drop' | 'reject';
  context: AgentContext;
  /** How long after the deadline the kernel itself lets packets through again. */
  deadlineMarginMs: number;
}>;

/**
 * Plans chains of ours in the filter table of both families and the jumps to them. Chains come first: they are filled
 * before anything leads there.
 *
 * @throws {ChaosError} CHAOS_CONFLICT where a chain of this run is there; CHAOS_SET_UP where the filter can't be used.
 */
export async function planPacketFilter(options: PacketFilterOptions): Promise<FaultPlan> {
  const { link, scope, action, context, deadlineMarginMs } = options;
  const chains: FaultStep[] = [];
  const jumps: FaultStep[] = [];
  const used: Family[] = [];
  let note = '';
  // IPv6 first, for what is said of its absence stands with IPv4.
  for (const wanted of FAMILIES.toReversed()) {
    const rules = chainRules(wanted, link.name, scope, action);
    if (rules === undefined) continue;
    if (rules.length > MAX_RULES)
      throw new ChaosError(
        'CHAOS_SET_UP',
        `expected a scope that needs at most ${MAX_RULES} rules, got ${rules.length}`,
      );
    const family = await usable(wanted, link, context, 'filter');
    if (family === undefined) {
      note = ' only, since the pod has no IPv6';
      continue;
    }
    used.push(family);
    const place: Place = { context, family, run: context.run, note };
    const stop = (): readonly string[] => stopWords(context.deadlineMs, deadlineMarginMs);
    chains.push(chainStep(place, () => rules));
    jumps.push(...hooksOf(scope.direction, link.name).map((hook) => jumpStep(place, hook, stop)));
  }
  if (used.length === 0)
    throw new ChaosError('CHAOS_SET_UP', 'expected a peer with IPv4, got only IPv6, which the pod has not');
  return { steps: [...chains, ...jumps], effect: () => countHits(used, context) };
}

/** Words that make a rule end at a date in UTC, rounded up to a second; none where no deadline is known. */
export function stopWords(deadlineMs: number | undefined, marginMs: number): readonly string[] {
  if (deadlineMs === undefined) return [];
  const stopMs = Math.min(Math.ceil((deadlineMs + marginMs) / 1_000) * 1_000, LAST_STOP_MS);
  return ['-m', 'time', '--datestop', new Date(stopMs).toISOString().slice(0, 19)];
}

/**
 * The family with the program that works on this kernel; undefined where the pod has no IPv6.
 * @throws {ChaosError} CHAOS_CONFLICT where a chain of this run is there; CHAOS_SET_UP where there is no such table.
 */
export async function usable(
  family: Family,
  link: PodInterface,
  context: AgentContext,
  use: ChainUse,
): Promise<Family | undefined> {
  const programs = [family, ...LEGACY_FAMILIES.filter((legacy) => legacy.family === family.family)];
  for (const each of programs) {
    const ours = await readOurRules(context, each, use);
    if (ours === undefined) continue;
    if (!ours.chains.includes(context.run)) return each;
    throw new ChaosError(
      'CHAOS_CONFLICT',
      `expected no chain ${OUR_CHAINS[use].chain}${context.run}, got one already`,
    );
  }
  if (family.family === 6 && !link.hasIpv6) return undefined;
  throw new ChaosError(
    'CHAOS_SET_UP',
    `expected ${programs.map(({ program }) => program).join(' or ')} to work, the kernel has no ${OUR_CHAINS[use].table} table for it`,
  );
}

async function countHits(families: readonly Family[], context: AgentContext): Promise<Effect> {
  let hits = 0;
  let bytes = 0;
  let letThrough = 0;
  for (const { program } of families) {
    const args = [...inTable('filter'), '-L', OUR_CHAINS.filter.chain + context.run, '-v', '-x', '-n'];
    const counted = parseCounters((await mustRun(context, program, args)).stdout);
    hits += counted.packets;
    bytes += counted.bytes;
    letThrough += counted.letThrough;
  }
  return { hits, unit: 'packets', bytes, dropped: hits, letThrough };
}
