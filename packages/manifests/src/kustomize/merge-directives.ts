import { isRecord, own } from '@pod-contagion/notations';
import type { Place } from './fields.ts';

const DIRECTIVE = '$patch';

/** Directives that an API server knows and kustomize takes for fields. */
const NOT_KNOWN = /^\$(?:retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/;

/** What a patch says of itself, which is taken out of it: to delete, to replace, else to merge. */
export function directiveOf(patch: unknown): 'delete' | 'replace' | 'merge' {
  if (isRecord(patch)) {
    const value = own(patch, DIRECTIVE);
    if (value === undefined) return 'merge';
    delete patch[DIRECTIVE];
    return known(value);
  }
  if (!Array.isArray(patch)) return 'merge';
  const said = patch.find((item) => isRecord(item) && Object.hasOwn(item, DIRECTIVE));
  if (said === undefined || Object.keys(said as object).length !== 1) return 'merge';
  const directive = known((said as Record<string, unknown>)[DIRECTIVE]);
  const rest = patch.filter((item) => !isRecord(item) || own(item, DIRECTIVE) !== directive);
  patch.splice(0, patch.length, ...rest);
  return directive;
}

/** Where a patch puts an object of its own in the place of what is there, outside of lists. */
export function replacedPlaces(patch: unknown, place: Place = []): readonly Place[] {
  if (!isRecord(patch)) return [];
  if (own(patch, DIRECTIVE) === 'replace') return [place];
  return Object.entries(patch).flatMap(([name, value]) => replacedPlaces(value, [...place, name]));
}

function known(value: unknown): 'delete' | 'replace' | 'merge' {
  if (value === 'delete' || value === 'replace' || value === 'merge') return value;
  throw new Error(`expected $patch to be delete, replace or merge, got ${JSON.stringify(value)}`);
}

/**
 * Refuses what would come through a merge as a field, though it was meant for a directive.
 * @throws {Error}
 */
export function refuseDirectives(value: unknown, unknown: 'of a patch' | 'of a result'): void {
  if (Array.isArray(value)) for (const item of value) refuseDirectives(item, unknown);
  if (!isRecord(value)) return;
  for (const [name, field] of Object.entries(value)) {
    if (unknown === 'of a patch' ? NOT_KNOWN.test(name) : name === DIRECTIVE) {
      throw new Error(`expected no ${name} here, which kustomize takes for a field`);
    }
    refuseDirectives(field, unknown);
  }
}
