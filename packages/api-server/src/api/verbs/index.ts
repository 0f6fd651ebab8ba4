import type { Kind } from '../../registry/kind.ts';
import { create } from './create.ts';
import { deleteCollection } from './delete-collection.ts';
import { deleteOne } from './delete.ts';
import { get } from './get.ts';
import { list } from './list.ts';
import { patchOf } from './patch.ts';
import { updateOf } from './update.ts';
import type { Verb } from './verb.ts';
import { watch } from './watch.ts';

/** What can be done with any kind. */
export type VerbName =
  'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

/** All verbs by name; another is one more file and a line here. */
export const VERBS: Readonly<Record<VerbName, Verb>> = {
  create,
  delete: deleteOne,
  deletecollection: deleteCollection,
  get,
  list,
  patch: patchOf(),
  update: updateOf(),
  watch,
};

const OF_COLLECTION: Readonly<Record<string, VerbName>> = {
  GET: 'list',
  POST: 'create',
  DELETE: 'deletecollection',
};

const OF_OBJECT: Readonly<Record<string, VerbName>> = {
  GET: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** The verbs that a kind has, as discovery lists them. */
export function verbsOf({ missingVerbs = [] }: Kind): VerbName[] {
  return (Object.keys(VERBS) as VerbName[]).filter((verb) => !missingVerbs.includes(verb));
}

/**
 * Which verb a request is for; undefined where its method is none. Source: apiserver/pkg/endpoints/request/requestinfo.go.
 */
export function verbFor(method: string, isRecord: boolean, watches: boolean): VerbName | undefined {
  const verbs = isRecord ? OF_OBJECT : OF_COLLECTION;
  const verb = Object.hasOwn(verbs, method) ? verbs[method] : undefined;
  return verb === 'list' && watches ? 'watch' : verb;
}
