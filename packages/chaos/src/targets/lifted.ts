import type { PodName } from '../pod-name.ts';
import type { CheckedTargets } from './check-options.ts';
import { draw, type Population } from './draw.ts';
import { whyProtected } from './pass-over.ts';
import { podNameOf } from './pod-facts.ts';
import type { Target } from './target.ts';

/** A pod that is hit only because it is named outright, and what would have kept it from that. */
export type Lifted = Readonly<{ pod: PodName; protection: string }>;

/**
 * Which protections the names of these pods lift: those of system namespaces and the toolkit, of the share of a namespace
 * and of the last ready pod. Without a population nothing is said of the last two, as nobody could count.
 */
export function liftedByNames(
  chosen: readonly Target[],
  rules: CheckedTargets,
  {
    population,
    ownPodName,
  }: Readonly<{ population: Population | undefined; ownPodName: string | undefined }>,
): readonly Lifted[] {
  const withoutNames = { ...rules, names: new Set<string>(), amount: 'all' } as const;
  const special = chosen.flatMap(({ pod }) => {
    const protection = whyProtected(pod, withoutNames, { ownPodName });
    return protection === undefined ? [] : [{ pod: podNameOf(pod), protection: plain(protection) }];
  });
  if (population === undefined) return special;
  const candidates = chosen.map(({ pod, ready, owner }) => ({ pod: podNameOf(pod), ready, owner }));
  // In the order in which they are given: the first ones fill the share.
  const { passedOver } = draw(candidates, withoutNames, population, (below) => below - 1);
  return [...special, ...passedOver.map(({ pod, why }) => ({ pod, protection: plain(why) }))];
}

/** A reason without the flag that lifts it, which is not what did. */
function plain(why: string): string {
  return why.replace(/; .*$/, '');
}
