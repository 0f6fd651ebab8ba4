import type { KubeObject } from '../../machinery/objects.ts';
import { ApiError } from '../../machinery/api-error.ts';
import { listOptionsOf } from '../list-options.ts';
import { receiveDeleteOptions } from '../receive-delete-options.ts';
import { listAnswer } from '../represent.ts';
import { selectionOf } from '../selectors.ts';
import type { Verb } from './verb.ts';

/** The end of all objects that match. Source: apiserver/pkg/registry/generic/registry/store.go (`DeleteCollection`). */
export const deleteCollection: Verb = async (context, request) => {
  const { kind, resource, namespace, query } = request;
  const { registry } = context;
  listOptionsOf(query);
  const { matches } = selectionOf(kind, query);
  const options = await receiveDeleteOptions(request);
  const scope = kind.namespaced ? namespace : undefined;
  const deleted: KubeObject[] = registry.list(resource, scope).filter((object) => matches(object));
  for (const { metadata } of deleted) {
    try {
      registry.delete(resource, namespace, metadata.name ?? '', options);
    } catch (error) {
      // Gone meanwhile: by another's hand, or as the end of the one before took it along.
      if (!(error instanceof ApiError && error.status.code === 404)) throw error;
    }
  }
  return listAnswer(context, request, deleted, { resourceVersion: String(registry.revision()) });
};
