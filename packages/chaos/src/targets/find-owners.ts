import type { KubernetesObject, V1Pod } from '@kubernetes/client-node';
import { statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { listPages } from '../kubernetes/list-pages.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import { controllerOf, type Owner, type OwnersOfOwners } from './owner.ts';

/** Statuses by which a cluster says that owners are not to be read: forbidden, or no such resource. */
const UNREADABLE: ReadonlySet<number | undefined> = new Set([401, 403, 404, 405]);

/**
 * Reads who owns the ReplicaSets and Jobs that own pods: one list per namespace and kind, none where no pod has such an
 * owner. Where that is forbidden the answer lacks them, and names have to do, see `ownersOf`.
 */
export async function findOwnersOfOwners(
  kube: Kubernetes,
  pods: readonly V1Pod[],
  signal?: AbortSignal,
): Promise<OwnersOfOwners> {
  const found = new Map<string, Owner | null>();
  for (const [namespace, kinds] of kindsByNamespace(pods)) {
    const options = await requestOptions(kube, { signal });
    if (kinds.has('ReplicaSet')) {
      const list = listPages(`list replicasets in ${namespace}`, (page) =>
        kube.apps.listNamespacedReplicaSet({ namespace, ...page }, options),
      );
      note(found, await readable(list));
    }
    if (kinds.has('Job')) {
      const { BatchV1Api } = await import('@kubernetes/client-node');
      const batch = kube.config.makeApiClient(BatchV1Api);
      const list = listPages(`list jobs in ${namespace}`, (page) =>
        batch.listNamespacedJob({ namespace, ...page }, options),
      );
      note(found, await readable(list));
    }
  }
  return found;
}

function kindsByNamespace(pods: readonly V1Pod[]): Map<string, Set<string>> {
  const kinds = new Map<string, Set<string>>();
  for (const { metadata } of pods) {
    const kind = controllerOf(metadata)?.kind;
    if (kind === undefined) continue;
    const namespace = metadata?.namespace ?? '';
    kinds.set(namespace, (kinds.get(namespace) ?? new Set()).add(kind));
  }
  return kinds;
}

async function readable<T>(list: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await list;
  } catch (error) {
    if (UNREADABLE.has(statusOf(error))) return [];
    throw error;
  }
}

function note(found: Map<string, Owner | null>, objects: readonly KubernetesObject[]): void {
  for (const { metadata } of objects) {
    const owner = controllerOf(metadata);
    if (metadata?.uid === undefined) continue;
    found.set(metadata.uid, owner === undefined ? null : { kind: owner.kind, name: owner.name });
  }
}
