import { isRecord, own, setField } from '@pod-contagion/notations';
import { directiveOf } from './merge-directives.ts';
import { mergeItems } from './merge-lists.ts';
import { fieldSchema, UNKNOWN, type MergeSchema } from './merge-schema.ts';

/**
 * Merges a patch into a value as kustomize does, which is not quite as an API server does: it puts new items before the
 * old, knows no directive but `$patch`, and looks at lists that no patch names. Both may be changed; undefined is nothing,
 * null what is to go. Source: kyaml's yaml/merge2 and yaml/walk.
 * @throws {Error} where the two don't fit together, or it isn't known how they do.
 */
export function merge(present: unknown, patch: unknown, schema: MergeSchema | undefined): unknown {
  const form = formOf(present) ?? formOf(patch);
  const other = formOf(patch);
  if (other !== undefined && other !== form) {
    throw new Error(`expected ${form ?? 'nothing'}, got ${JSON.stringify(patch).slice(0, 80)}`);
  }
  if (form === 'an object') return mergeObjects(present, patch, schema);
  if (form === 'a list') return mergeLists(present, patch, schema);
  return patch === undefined ? present : patch;
}

function formOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return 'a list';
  return isRecord(value) ? 'an object' : 'a single value';
}

/** What a patch is merged into where there is something: that, the patch itself where it replaces it, nothing where it deletes it. */
function mergedInto(present: unknown, patch: unknown): unknown {
  if (patch === null) return undefined;
  const directive = directiveOf(patch);
  if (directive === 'delete') return undefined;
  return directive === 'replace' ? patch : present;
}

function mergeObjects(present: unknown, patch: unknown, schema: MergeSchema | undefined): unknown {
  const isDeleted = !isRecord(present) && directiveOf(patch) === 'delete';
  const target = isRecord(present) ? mergedInto(present, patch) : isDeleted ? undefined : patch;
  if (!isRecord(target)) return target;
  const names = new Set([...Object.keys(target), ...(isRecord(patch) ? Object.keys(patch) : [])]);
  for (const name of [...names].toSorted()) {
    const before = own(target, name);
    const change = isRecord(patch) ? own(patch, name) : undefined;
    const merged = merge(before, change, fieldSchema(schema, name));
    // A null of the object itself stays where no patch names it.
    if (merged === undefined || (merged === null && change !== undefined)) delete target[name];
    else setField(target, name, merged);
  }
  return target;
}

function mergeLists(present: unknown, patch: unknown, schema: MergeSchema | undefined): unknown {
  if (schema === UNKNOWN && Array.isArray(present) && Array.isArray(patch)) {
    throw new Error('expected no list to merge in a kind whose lists are not known here');
  }
  if (schema?.keys === undefined) return patch === undefined ? present : patch;
  const target = Array.isArray(present) ? mergedInto(present, patch) : patch;
  if (!Array.isArray(target)) return target;
  return mergeItems(target, Array.isArray(patch) ? patch : undefined, schema, merge);
}
