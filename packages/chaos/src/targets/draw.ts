import type { PodName } from '../pod-name.ts';
import type { CheckedTargets } from './check-options.ts';
import type { Amount } from './options.ts';
import type { Random } from './random.ts';
import { shuffled } from './random.ts';
import type { PassedOver } from './target.ts';

/** A pod that qualifies, as far as drawing is concerned. */
export type Candidate = Readonly<{ pod: PodName; ready: boolean; owner: string | undefined }>;

/** What there is, whether it qualifies or not: running pods by namespace and ready pods by `ownerKey`. */
export type Population = Readonly<{
  runningIn: ReadonlyMap<string, number>;
  readyOf: ReadonlyMap<string, number>;
}>;

/** Where an owner's ready pods are counted. */
export function ownerKey(namespace: string, owner: string): string {
  return `${namespace}/${owner}`;
}

/** How many of so many pods an amount is, before any cap. */
export function amountOf(amount: Amount, qualifying: number, random: Random): number {
  if (amount === 'all') return qualifying;
  if ('count' in amount) return Math.min(amount.count, qualifying);
  if ('percent' in amount) return shareOf(amount.percent, qualifying);
  // From one part in 2^32 to the whole, so that nothing is never drawn.
  return shareOf((amount.upToPercent * (random(2 ** 32) + 1)) / 2 ** 32, qualifying);
}

/** Most pods of a namespace that may be hit: rounded down, but one at least, else nothing could be hit in a small one. */
export function capOf(maxNamespacePercent: number, running: number): number {
  return Math.max(1, Math.floor((maxNamespacePercent * running) / 100 + TOLERANCE));
}

/** What a computer may be off by where a percentage is meant to give a whole number. */
const TOLERANCE = 1e-9;

function shareOf(percent: number, qualifying: number): number {
  return Math.min(qualifying, Math.ceil((percent * qualifying) / 100 - TOLERANCE));
}

/**
 * Draws from the candidates, which are in a fixed order: they are shuffled and taken from the front, until there are
 * enough. One that a protection holds back is passed over, and the next may take its place.
 */
export function draw<T extends Candidate>(
  candidates: readonly T[],
  rules: Pick<CheckedTargets, 'amount' | 'maxNamespacePercent' | 'keepLastReady'>,
  population: Population,
  random: Random,
): Readonly<{ chosen: readonly T[]; passedOver: readonly PassedOver[] }> {
  const wanted = amountOf(rules.amount, candidates.length, random);
  const chosen: T[] = [];
  const passedOver: PassedOver[] = [];
  const hitIn = new Map<string, number>();
  const readyHitOf = new Map<string, number>();
  for (const candidate of shuffled(candidates, random)) {
    if (chosen.length === wanted) break;
    const { pod, ready, owner } = candidate;
    const hits = hitIn.get(pod.namespace) ?? 0;
    const cap = capOf(rules.maxNamespacePercent, population.runningIn.get(pod.namespace) ?? 0);
    // 100 lifts it altogether: pods that do not run are not counted, but may be asked for.
    if (rules.maxNamespacePercent < 100 && hits >= cap) {
      const share = `${rules.maxNamespacePercent} % of its namespace`;
      passedOver.push({ pod, why: `beyond ${share}; --max-percent 100 lifts this` });
      continue;
    }
    if (ready && owner !== undefined) {
      const key = ownerKey(pod.namespace, owner);
      const readyHits = readyHitOf.get(key) ?? 0;
      if (rules.keepLastReady && readyHits + 1 >= (population.readyOf.get(key) ?? 0)) {
        passedOver.push({ pod, why: 'the last ready pod of its owner; --allow-last-ready lifts this' });
        continue;
      }
      readyHitOf.set(key, readyHits + 1);
    }
    hitIn.set(pod.namespace, hits + 1);
    chosen.push(candidate);
  }
  return { chosen, passedOver };
}
