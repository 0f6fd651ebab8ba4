import type { V1Pod } from '@kubernetes/client-node';
import { ChaosError } from '../errors.ts';
import { checkTargetOptions } from './check-options.ts';
import { draw, ownerKey, type Population } from './draw.ts';
import type { TargetOptions } from './options.ts';
import { liftedByNames } from './lifted.ts';
import { ownersOf, topmost, type OwnersOfOwners } from './owner.ts';
import { whyPassedOver } from './pass-over.ts';
import { comparePods, isReady, isRunning, podNameOf } from './pod-facts.ts';
import { seededRandom } from './random.ts';
import type { PassedOver, Selection, Target } from './target.ts';

/** What a choice depends on besides pods and options. */
export type SelectionContext = Readonly<{
  nowMs: number;
  /** The seed where the options have none. */
  freshSeed: string;
  /** All pods of the namespaces, over which shares and ready replicas are counted; default: the pods themselves. */
  population?: readonly V1Pod[] | undefined;
  /** Whether that could not be read: then nobody knows what names lift. Default false. */
  isPopulationUnknown?: boolean;
  ownersOfOwners?: OwnersOfOwners;
  /** Name of the pod that this runs in. */
  ownPodName?: string | undefined;
}>;

/**
 * Chooses pods to be hit: those that qualify, sorted and shuffled by the seed, as many as asked for and as the
 * protections let pass. Pure; a field selector is the API server's business. Nothing chosen is no error here, see
 * `requireTargets`.
 * @throws {ChaosError} CHAOS_USAGE for options that can't be meant.
 */
export function selectTargets(
  pods: readonly V1Pod[],
  options: TargetOptions,
  context: SelectionContext,
): Selection {
  const rules = checkTargetOptions(options);
  const { nowMs, ownPodName, ownersOfOwners = new Map(), population = pods } = context;
  const isNamed = rules.names.size > 0;
  const passedOver: PassedOver[] = [];
  const qualified: Target[] = [];
  for (const pod of pods) {
    const owners = ownersOf(pod, ownersOfOwners);
    const why = whyPassedOver(pod, rules, { nowMs, owners, ownPodName });
    if (why === undefined) qualified.push(targetOf(pod, topmost(owners)));
    else passedOver.push({ pod: podNameOf(pod), why });
  }
  qualified.sort(comparePods);
  for (const name of rules.names) {
    if (pods.some(({ metadata }) => metadata?.name === name)) continue;
    const [namespace = ''] = rules.namespaces;
    passedOver.push({ pod: { namespace, name, uid: '' }, why: 'no such pod' });
  }
  passedOver.sort((a, b) => comparePods(a.pod, b.pod));

  const seed = options.seed ?? context.freshSeed;
  const qualifying = qualified.length;
  const candidates = qualified.map((target) => ({
    pod: podNameOf(target.pod),
    ready: target.ready,
    owner: target.owner,
    target,
  }));
  // Who writes out names has seen whom they mean.
  const unprotected = { ...rules, maxNamespacePercent: 100, keepLastReady: false };
  const counts = countPopulation(population, ownersOfOwners);
  const drawn = draw(candidates, isNamed ? unprotected : rules, counts, seededRandom(seed));
  const chosen = drawn.chosen.map(({ target }) => target);
  const counted = context.isPopulationUnknown === true ? undefined : counts;
  return {
    chosen,
    lifted: isNamed ? liftedByNames(chosen, rules, { population: counted, ownPodName }) : [],
    qualifying,
    passedOver: [...passedOver, ...drawn.passedOver],
    seed,
  };
}

/**
 * The selection itself, if there is anybody in it.
 * @throws {ChaosError} CHAOS_NO_TARGET with the number of pods for each reason why they were passed over.
 */
export function requireTargets(selection: Selection): Selection {
  if (selection.chosen.length > 0) return selection;
  const reasons = countReasons(selection.passedOver);
  const looked = selection.passedOver.length;
  const counts = reasons.map(({ why, pods }) => `${pods} ${why}`).join(', ');
  const got = looked === 0 ? 'no pod there that matches' : `none of ${looked}: ${counts}`;
  throw new ChaosError('CHAOS_NO_TARGET', `expected a pod to hit, got ${got}`);
}

/** How many pods were passed over for each reason, the most frequent first. */
export function countReasons(
  passedOver: readonly PassedOver[],
): readonly Readonly<{ why: string; pods: number }>[] {
  const counts = new Map<string, number>();
  for (const { why } of passedOver) counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts]
    .map(([why, pods]) => ({ why, pods }))
    .toSorted((a, b) => b.pods - a.pods || (a.why < b.why ? -1 : 1));
}

/** A pod as faults take it; `owner` is its topmost one. */
export function targetOf(pod: V1Pod, owner: string | undefined): Target {
  return {
    ...podNameOf(pod),
    node: pod.spec?.nodeName ?? '',
    nodeIps: nodeIpsOf(pod),
    hostNetwork: pod.spec?.hostNetwork === true,
    ready: isReady(pod),
    owner,
    pod,
  };
}

/** Both families where it has them (Kubernetes 1.29 and later tell that); one before. */
function nodeIpsOf({ status }: V1Pod): readonly string[] {
  const { hostIP, hostIPs = [] } = status ?? {};
  return [...new Set([hostIP, ...hostIPs.map(({ ip }) => ip)].filter((ip) => ip !== undefined))];
}

function countPopulation(pods: readonly V1Pod[], ownersOfOwners: OwnersOfOwners): Population {
  const runningIn = new Map<string, number>();
  const readyOf = new Map<string, number>();
  for (const pod of pods) {
    const { namespace } = podNameOf(pod);
    if (isRunning(pod)) runningIn.set(namespace, (runningIn.get(namespace) ?? 0) + 1);
    const owner = topmost(ownersOf(pod, ownersOfOwners));
    if (owner === undefined || !isReady(pod)) continue;
    const key = ownerKey(namespace, owner);
    readyOf.set(key, (readyOf.get(key) ?? 0) + 1);
  }
  return { runningIn, readyOf };
}
