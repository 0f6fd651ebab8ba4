import { setField, isRecord } from '@pod-contagion/notations';
import { fieldsOf, type FieldType } from '../schema/fields.ts';
import { patchMetadataOf, type PatchMetadata } from '../schema/patch-metadata.ts';
import {
  applyRetainKeys,
  orderedField,
  PATCH_DIRECTIVE,
  shortenedField,
  withoutDirectives,
  withoutNulls,
} from './directives.ts';
import { identityOf, inOrder } from './element-order.ts';
import { copyOf, goText, type JsonObject } from './json-value.ts';
import { badDirective, badPatch, cannotApply, unknownDirective, wrongForm } from './patch-error.ts';

const UNTAGGED: PatchMetadata = {};

/** What the schema says of a field; of an unknown one nothing, so that its objects merge and its lists are replaced. */
function lookUp(type: FieldType | undefined, key: string): { type?: FieldType; tags: PatchMetadata } {
  if (type?.form === 'map') return { type: type.value, tags: UNTAGGED };
  if (type?.form !== 'object') return { tags: UNTAGGED };
  const field = fieldsOf(type.definition).get(key);
  return field === undefined
    ? { tags: UNTAGGED }
    : { type: field.type, tags: patchMetadataOf(type.definition, key) };
}

function itemType(type: FieldType | undefined): FieldType | undefined {
  return type?.form === 'list' ? type.item : undefined;
}

/** Whether the items of lists are objects; lists of lists and of different things can't be merged. */
function haveObjects(...lists: readonly (readonly unknown[])[]): boolean {
  const items = lists.flat();
  if (Array.isArray(items[0])) throw cannotApply();
  const form = (item: unknown): string => (isRecord(item) ? 'object' : item === null ? 'null' : typeof item);
  if (items.some((item) => form(item) !== form(items[0])))
    throw badPatch('list element types are not identical');
  return isRecord(items[0]);
}

/** Carries out the `$patch` of items, and returns the two lists that remain to be merged. */
function applyItemDirectives(
  original: unknown[],
  patch: readonly unknown[],
  mergeKey: string,
): { base: unknown[]; items: unknown[] } {
  const deleted = new Set<unknown>();
  let replaces = false;
  const items: unknown[] = [];
  for (const item of patch) {
    const directive = isRecord(item) ? item[PATCH_DIRECTIVE] : undefined;
    if (directive === undefined) {
      items.push(item);
    } else if (directive === 'delete') {
      deleted.add(identityOf(item, mergeKey));
    } else if (directive === 'replace') {
      replaces = true;
    } else if (directive === 'merge') {
      throw badPatch('merging lists cannot yet be specified in the patch');
    } else {
      throw unknownDirective(directive, item);
    }
  }
  if (replaces) return { base: items, items: [] };
  const isKept = (candidate: unknown): boolean => !isRecord(candidate) || !deleted.has(candidate[mergeKey]);
  return { base: deleted.size === 0 ? original : original.filter(isKept), items };
}

function mergeObjectLists(
  original: unknown[],
  patch: readonly unknown[],
  mergeKey: string,
  type: FieldType | undefined,
): unknown[] {
  const { base, items } = applyItemDirectives(original, patch, mergeKey);
  const merged = [...base];
  const places = new Map<unknown, number>();
  for (const [index, candidate] of base.entries()) {
    if (!isRecord(candidate)) continue;
    const identity = candidate[mergeKey];
    // Of equal ones the first.
    if (!places.has(identity)) places.set(identity, index);
  }
  for (const item of items) {
    const identity = identityOf(item, mergeKey);
    const at = places.get(identity);
    if (at === undefined) places.set(identity, merged.push(item) - 1);
    else merged[at] = mergeObjects(merged[at] as JsonObject, item as JsonObject, type);
  }
  return inOrder(merged, items, base, mergeKey);
}

function mergeLists(
  original: unknown[],
  patch: unknown[],
  { type, tags }: ReturnType<typeof lookUp>,
  deletes: boolean,
): unknown[] {
  if (tags.merge !== true) return patch;
  if (original.length === 0 && patch.length === 0) return original;
  if (!haveObjects(original, patch)) {
    if (deletes) {
      const deleted = new Set(patch);
      return original.filter((item) => !deleted.has(item));
    }
    return inOrder([...new Set([...original, ...patch])], patch, original, undefined);
  }
  if (tags.mergeKey === undefined) throw badPatch('cannot merge lists without merge key for type struct');
  return mergeObjectLists(original, patch, tags.mergeKey, itemType(type));
}

/**
 * Checks that the items of a patch come in the order it asks for. A `$patch: replace` after the last item of that order is
 * refused too, as it is there. Source: validatePatchWithSetOrderList.
 */
function checkOrder(
  items: readonly unknown[],
  order: readonly unknown[],
  mergeKey: string | undefined,
): void {
  if (order.length === 0) return;
  const directiveOf = (item: unknown): unknown =>
    mergeKey !== undefined && isRecord(item) ? item[PATCH_DIRECTIVE] : undefined;
  const kept = items.filter((item) => directiveOf(item) !== 'delete');
  let next = 0;
  for (let at = 0; next < kept.length && at < order.length;) {
    if (directiveOf(kept[next]) !== undefined) {
      next += 1;
      continue;
    }
    if (identityOf(kept[next], mergeKey) === identityOf(order[at], mergeKey)) next += 1;
    at += 1;
  }
  if (next < kept.length)
    throw badPatch(
      `The order in patch list:\n${goText(items)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`,
    );
}

/**
 * The order in which a list counts as having been, where a patch deletes from it: in Go what is appended comes to lie where
 * the deleted items were, and is taken for having been there.
 */
function orderAsSeen(present: unknown[], items: readonly unknown[], mergeKey: string | undefined): unknown[] {
  if (mergeKey === undefined || !items.some((item) => isRecord(item) && item[PATCH_DIRECTIVE] === 'delete'))
    return present;
  const { base, items: added } = applyItemDirectives(present, items, mergeKey);
  const known = new Set(base.map((item) => identityOf(item, mergeKey)));
  const appended = added.filter((item) => !known.has(identityOf(item, mergeKey)));
  return [...base, ...appended].slice(0, present.length);
}

function listIn(object: JsonObject, key: string): unknown[] | undefined {
  if (!Object.hasOwn(object, key)) return undefined;
  const list = object[key];
  if (!Array.isArray(list)) throw wrongForm('list', list);
  return list;
}

/** Merges the lists whose order a patch sets, and takes them out of the patch. Source: mergePatchIntoOriginal. */
function mergeOrderedLists(original: JsonObject, patch: JsonObject, type: FieldType | undefined): void {
  for (const key of Object.keys(patch)) {
    const field = orderedField(key);
    if (field === undefined) continue;
    const order = patch[key];
    delete patch[key];
    if (!Array.isArray(order)) throw badDirective('setElementOrder list');
    const found = lookUp(type, field);
    const { mergeKey } = found.tags;
    const present = listIn(original, field);
    const items = listIn(patch, field);
    checkOrder(items ?? [], order, mergeKey);
    if (present === undefined && items === undefined) continue;
    if ((present ?? []).length + (items ?? []).length === 0)
      throw badPatch('no elements in any of the given slices');
    let merged = present ?? [];
    if (items !== undefined)
      merged =
        present === undefined
          ? (withoutDirectives(items) as unknown[])
          : mergeLists(present, items, found, false);
    const byKey = haveObjects(merged) ? mergeKey : undefined;
    setField(original, field, inOrder(merged, order, orderAsSeen(present ?? [], items ?? [], byKey), byKey));
    delete patch[field];
  }
}

/** Puts a value of the patch where there is nothing to merge it with. */
function place(original: JsonObject, key: string, value: unknown): void {
  withoutNulls(value);
  const kept = withoutDirectives(value);
  if (kept === undefined) delete original[key];
  else setField(original, key, kept);
}

function mergeField(original: JsonObject, key: string, value: unknown, type: FieldType | undefined): void {
  const shortened = shortenedField(key);
  const field = shortened ?? key;
  if (value === null) {
    delete original[field];
    return;
  }
  const present = Object.hasOwn(original, field) ? original[field] : undefined;
  if (isRecord(present) && isRecord(value)) {
    original[field] = mergeObjects(present, value, lookUp(type, field).type);
  } else if (Array.isArray(present) && Array.isArray(value)) {
    original[field] = mergeLists(present, value, lookUp(type, field), shortened !== undefined);
  } else if (shortened === undefined) {
    place(original, field, value);
  }
}

/** Merges a patch into an object; both may be changed. Source: mergeMap. */
function mergeObjects(original: JsonObject, patch: JsonObject, type: FieldType | undefined): JsonObject {
  if (Object.hasOwn(patch, PATCH_DIRECTIVE)) {
    const directive = patch[PATCH_DIRECTIVE];
    if (directive === 'delete') return {};
    if (directive !== 'replace') throw unknownDirective(directive, patch);
    delete patch[PATCH_DIRECTIVE];
    return patch;
  }
  applyRetainKeys(original, patch);
  mergeOrderedLists(original, patch, type);
  for (const [key, value] of Object.entries(patch)) mergeField(original, key, value, type);
  return original;
}

/**
 * Applies a strategic merge patch: like a merge patch, but lists whose items have a key are merged item by item, and
 * directives (`$patch`, `$retainKeys`, `$setElementOrder/...`, `$deleteFromPrimitiveList/...`) ask for more. Changes
 * neither argument. Without a definition (a kind unknown here) all lists are replaced. Throws ApiError. Source:
 * apimachinery/pkg/util/strategicpatch/patch.go.
 */
export function strategicMerge(
  definition: string | undefined,
  original: unknown,
  patch: unknown,
): JsonObject {
  if (!isRecord(original)) throw wrongForm('object', original);
  if (!isRecord(patch)) throw wrongForm('object', patch);
  const type: FieldType | undefined = definition === undefined ? undefined : { form: 'object', definition };
  return mergeObjects(copyOf(original), copyOf(patch), type);
}
