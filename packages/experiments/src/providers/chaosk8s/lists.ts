import { listResource } from '@pod-contagion/cluster-client/requests';
import { type Json, type JsonObject, textOf } from '../../json.ts';
import type { LookContext } from './function.ts';

/** A pod, as far as functions look at it. */
export type ListedPod = Readonly<{
  metadata: Readonly<{ name: string }>;
  status: Readonly<{ phase?: string; conditions?: readonly Readonly<{ type: string; status: string }>[] }>;
}>;

/** A Deployment or StatefulSet, as far as functions look at it. */
export type ListedWorkload = Readonly<{
  metadata: Readonly<{ name: string }>;
  spec: Readonly<{ replicas?: number }>;
  status?: Readonly<{ availableReplicas?: number; readyReplicas?: number }>;
}>;

/** Pods of a namespace, by a label selector where there is one. */
export function podsOf(
  context: LookContext,
  ns: string,
  selector: Json | undefined,
): Promise<readonly ListedPod[]> {
  return listOf<ListedPod>(context, `/api/v1/namespaces/${encodeURIComponent(ns)}/pods`, selectors(selector));
}

/** Deployments or StatefulSets of that name; none where there is none. */
export function workloadsOf(
  context: LookContext,
  resource: 'deployments' | 'statefulsets',
  { ns, name, label_selector: selector }: JsonObject,
): Promise<readonly ListedWorkload[]> {
  const query = { fieldSelector: `metadata.name=${textOf(name)}`, ...selectors(selector) };
  return listOf<ListedWorkload>(
    context,
    `/apis/apps/v1/namespaces/${encodeURIComponent(textOf(ns))}/${resource}`,
    query,
  );
}

/** Everything at a path of the API. */
export async function listOf<T>(
  { api, signal }: LookContext,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<readonly T[]> {
  return (await listResource<T>(api, { path, query }, signal)).items;
}

/** The query of a label selector; empty ones mean all. */
export function selectors(selector: Json | undefined): Readonly<Record<string, string>> {
  return typeof selector === 'string' && selector !== '' ? { labelSelector: selector } : {};
}

/** `name in ({name})` and its like, which Chaos Toolkit fills in with the name. */
export function filledIn(selector: Json | undefined, name: Json | undefined): string {
  return textOf(selector ?? '').replaceAll(
    '{name}',
    name === null || name === undefined ? 'None' : textOf(name),
  );
}
