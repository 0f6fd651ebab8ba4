import { randomUUID } from 'node:crypto';
import type { V1Pod } from '@kubernetes/client-node';
import { statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { listPages } from '../kubernetes/list-pages.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import { checkTargetOptions, type CheckedTargets } from './check-options.ts';
import { findOwnersOfOwners } from './find-owners.ts';
import type { TargetOptions } from './options.ts';
import { requireTargets, selectTargets } from './select.ts';
import type { Selection } from './target.ts';

/** What a search depends on besides the cluster; all may be left out. */
export type FindContext = Readonly<{
  nowMs?: number;
  /** POD_NAME or HOSTNAME of it is the pod this runs in, which is protected; default: that of the process. */
  env?: Readonly<Record<string, string | undefined>>;
  freshSeed?: string;
  signal?: AbortSignal | undefined;
}>;

/**
 * Finds pods to be hit. Label and field selectors are the API server's work; all other pods of a namespace are listed
 * too where its share or last ready replicas have to be counted. Needs list on pods; list on replicasets (and on jobs,
 * for pods of these) gives owners for certain, and is done without where it is forbidden.
 * @throws {ChaosError} CHAOS_USAGE, CHAOS_NO_TARGET with the reasons counted, or what the API server says.
 */
export async function findTargets(
  kube: Kubernetes,
  options: TargetOptions,
  context: FindContext = {},
): Promise<Selection> {
  return requireTargets(await lookForTargets(kube, options, context));
}

/** The same, but nobody found is no error: for a dry run, which shows why. */
export async function lookForTargets(
  kube: Kubernetes,
  options: TargetOptions,
  context: FindContext = {},
): Promise<Selection> {
  const { nowMs = Date.now(), env = process.env, freshSeed = randomUUID().slice(0, 8), signal } = context;
  const rules = checkTargetOptions(options);
  const pods: V1Pod[] = [];
  const population: V1Pod[] = [];
  let isPopulationUnknown = false;
  for (const namespace of rules.namespaces) {
    const selectors = selectorsOf(options, rules);
    const matching = await list(kube, namespace, selectors, signal);
    pods.push(...matching);
    const isWhole = Object.keys(selectors).length === 0;
    const isCounted = matching.length > 0 && needsPopulation(rules);
    if (isWhole || !isCounted) population.push(...matching);
    else if (rules.names.size === 0) population.push(...(await list(kube, namespace, {}, signal)));
    else {
      // A Role may allow these names alone: then nobody can say what they lift.
      const all = await list(kube, namespace, {}, signal).catch(ifForbidden);
      isPopulationUnknown ||= all === undefined;
      population.push(...(all ?? matching));
    }
  }
  const ownersOfOwners = await findOwnersOfOwners(kube, population, signal);
  const ownPodName = env['POD_NAME'] ?? env['HOSTNAME'];
  return selectTargets(pods, options, {
    nowMs,
    freshSeed,
    population,
    isPopulationUnknown,
    ownersOfOwners,
    ownPodName,
  });
}

function ifForbidden(error: unknown): undefined {
  if (statusOf(error) !== 403) throw error;
  return undefined;
}

/** Pods named outright are counted as well, only to say what their names lift. */
function needsPopulation({ maxNamespacePercent, keepLastReady }: CheckedTargets): boolean {
  return maxNamespacePercent < 100 || keepLastReady;
}

type Selectors = Readonly<{ labelSelector?: string; fieldSelector?: string }>;

function selectorsOf({ selector, fieldSelector }: TargetOptions, { names }: CheckedTargets): Selectors {
  const [name] = names;
  // One name alone is asked for by a field, which a Role may allow by resourceNames.
  const fields = [fieldSelector, names.size === 1 ? `metadata.name=${name}` : undefined].filter(Boolean);
  return {
    ...(selector === undefined || selector.trim() === '' ? {} : { labelSelector: selector }),
    ...(fields.length === 0 ? {} : { fieldSelector: fields.join(',') }),
  };
}

async function list(
  kube: Kubernetes,
  namespace: string,
  selectors: Selectors,
  signal: AbortSignal | undefined,
): Promise<V1Pod[]> {
  const options = await requestOptions(kube, { signal });
  return listPages(`list pods in ${namespace}`, (page) =>
    kube.core.listNamespacedPod({ namespace, ...selectors, ...page }, options),
  );
}
