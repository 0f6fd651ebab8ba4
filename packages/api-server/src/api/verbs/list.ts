import type { KubeObject } from '../../machinery/objects.ts';
import { continueExpired, expired, tooLargeResourceVersion } from '../../machinery/api-error.ts';
import type { ApiContext } from '../context.ts';
import { decodeContinue, encodeContinue, type ContinueToken } from '../continue-token.ts';
import { listOptionsOf, type ListOptions } from '../list-options.ts';
import { listAnswer, type ListMeta } from '../represent.ts';
import type { ApiRequest } from '../request.ts';
import { selectionOf } from '../selectors.ts';
import { compareKeys, keyOf, listAtRevision } from '../snapshot.ts';
import type { Verb } from './verb.ts';

/**
 * The objects of a kind, in parts where `limit` asks for it: all parts show the state of the first.
 *
 * Source: apiserver/pkg/endpoints/handlers/get.go (`ListResource`), apiserver/pkg/storage/etcd3/store.go (`GetList`).
 */
export const list: Verb = (context, request) => {
  const options = listOptionsOf(request.query);
  const { matches, everything } = selectionOf(request.kind, request.query);
  const token = options.continueToken === '' ? undefined : decodeContinue(options.continueToken);
  const { revision, objects } = stateFor(context, request, options, token);
  const start = token === undefined ? 0 : firstBehind(objects, token.after);
  const metadata: ListMeta = { resourceVersion: String(revision) };
  if (start === 0 && everything && options.limit <= 0) return listAnswer(context, request, objects, metadata);

  const items: KubeObject[] = [];
  let index = start;
  for (; index < objects.length; index++) {
    const object = objects[index] as KubeObject;
    if (!matches(object)) continue;
    if (options.limit > 0 && items.length === options.limit) break;
    items.push(object);
  }
  const last = items.at(-1);
  if (index < objects.length && last !== undefined) {
    metadata.continue = encodeContinue({ revision, after: keyOf(last) });
    // As in Kubernetes not where there are selectors, though here it would be known.
    if (everything) metadata.remainingItemCount = objects.length - index;
  }
  return listAnswer(context, request, items, metadata);
};

function stateFor(
  { registry }: ApiContext,
  { kind, namespace }: ApiRequest,
  { resourceVersion, match, limit }: ListOptions,
  token: ContinueToken | undefined,
): { revision: number; objects: readonly KubeObject[] } {
  const present = registry.revision();
  const scope = namespace === '' ? undefined : namespace;
  const wanted = token?.revision ?? resourceVersion ?? 0;
  if (wanted > present) throw tooLargeResourceVersion(wanted, present);
  // A list with a limit and a version is of exactly that version, unless it says otherwise: a rule from before there was a choice.
  const isExact =
    (token !== undefined && wanted !== -1) ||
    match === 'Exact' ||
    (match === undefined && limit > 0 && wanted > 0);
  if (!isExact) return { revision: present, objects: registry.list(kind.resource, scope) };
  const objects = listAtRevision(registry, kind, scope, wanted);
  if (objects !== undefined) return { revision: wanted, objects };
  if (token === undefined) throw expired('The resourceVersion for the provided list is too old.');
  throw continueExpired(encodeContinue({ revision: -1, after: token.after }));
}

function firstBehind(objects: readonly KubeObject[], after: ContinueToken['after']): number {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(keyOf(objects[middle] as KubeObject), after) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
