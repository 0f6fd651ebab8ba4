import { isRecord } from '@pod-contagion/notations';
import { plainValue } from '../reading/scalars.ts';
import { inPlace, wrong } from './errors.ts';
import { isOfKind } from './fields.ts';
import { changeAt, fieldPath, valueAt } from './field-paths.ts';
import { textWithin } from './files.ts';
import type { Kustomization, PatchTarget, Replacement, ReplacementOptions } from './kustomization.ts';
import { readReplacements } from './read-kustomization.ts';
import type { Name, Resource } from './resource.ts';
import { labelsOf } from './selector.ts';
import { followChanges } from './shared-values.ts';

const DEFAULT_PATH = 'metadata.name';

/** A value on its way, and whether it is written in another way than JSON does. */
type Value = Readonly<{ value: unknown; respelled: boolean }>;

/**
 * Copies values from objects to others, after all other changes. Source: kustomize's
 * api/filters/replacement/replacement.go.
 * @throws {ManifestError} MANIFEST_KUSTOMIZATION
 */
export async function applyReplacements(
  resources: readonly Resource[],
  { replacements }: Kustomization,
  folder: string,
): Promise<void> {
  const all: (readonly [place: string, replacement: Replacement])[] = [];
  for (const [index, replacement] of replacements.entries()) {
    const place = `${folder}: replacements[${index}]`;
    const { path, source, targets } = replacement;
    if (!path) {
      all.push([place, replacement]);
    } else if (source !== undefined || (targets ?? []).length > 0) {
      throw wrong(place, 'expected either path or source and targets');
    } else {
      const list = readReplacements(await textWithin(folder, path), path);
      all.push(...list.map((each, at) => [`${place}, ${path}[${at}]`, each] as const));
    }
  }
  for (const [place, replacement] of all) {
    inPlace(place, () => replace(resources, replacement));
  }
}

function replace(resources: readonly Resource[], { source, targets }: Replacement): void {
  if (source === undefined || targets === undefined || targets.length === 0)
    throw new Error('expected a source and targets');
  const value = valueOf(resources, source);
  for (const { select, reject = [], fieldPaths = [], options = {} } of targets) {
    if (select === undefined) throw new Error('expected select in a target, got none');
    const isSelected = labelsOf(select, 'select');
    const isRejected = reject.map((each) => [each, labelsOf(each, 'reject')] as const);
    for (const resource of resources) {
      const hasRejectedLabels = isRejected.some(
        ([each, has]) => (each.labelSelector || each.annotationSelector) && has(resource),
      );
      if (!isSelected(resource) || hasRejectedLabels || !isNamed(resource, select)) continue;
      if (reject.some((each) => saysName(each) && isNamed(resource, each))) continue;
      for (const path of fieldPaths.length > 0 ? fieldPaths : [DEFAULT_PATH])
        copy(resource, path, value, options);
    }
  }
}

function valueOf(resources: readonly Resource[], source: NonNullable<Replacement['source']>): Value {
  const found = resources.filter((resource) => isNamed(resource, source));
  const [resource] = found;
  if (resource === undefined || found.length > 1) {
    throw new Error(`expected one object as source, got ${found.length} for ${JSON.stringify(source)}`);
  }
  const path = source.fieldPath || DEFAULT_PATH;
  const value = valueAt(resource.object, fieldPath(path));
  const isEmpty = value === undefined || value === null || value === '';
  if (isEmpty || (typeof value === 'object' && Object.keys(value).length === 0)) {
    throw new Error(`expected a value at ${path} of the source, got none`);
  }
  const { delimiter, index = 0 } = source.options ?? {};
  if (!delimiter) return { value, respelled: resource.respelled };
  const parts = textOf({ value, respelled: resource.respelled }, 'a delimiter').split(delimiter);
  const part = parts[index];
  if (part === undefined)
    throw new Error(`expected an index up to ${parts.length - 1} at ${path}, got ${index}`);
  // A part keeps the type of the whole.
  return { value: typeof value === 'string' ? part : retyped(value, part), respelled: false };
}

function copy(resource: Resource, path: string, source: Value, options: ReplacementOptions): void {
  const { object, respelled } = resource;
  const before = structuredClone(object);
  const { delimiter, index = 0, create = false } = options;
  const { value } = source;
  const made = create ? (Array.isArray(value) ? 'list' : isRecord(value) ? 'object' : 'scalar') : undefined;
  const changed = changeAt(object, fieldPath(path), made, (present, isNew) => {
    if (typeof present === 'object' && present !== null) {
      if (delimiter) throw new Error(`expected a text to divide at ${path}, got ${JSON.stringify(present)}`);
      return structuredClone(value);
    }
    if (typeof value === 'object' && value !== null) {
      throw new Error(`expected a single value for ${path}, got ${JSON.stringify(value).slice(0, 80)}`);
    }
    let text = textOf(source, path);
    if (delimiter) {
      const parts = isNew ? [''] : textOf({ value: present, respelled }, path).split(delimiter);
      if (index < 0) parts.unshift(text);
      else if (index >= parts.length) parts.push(text);
      else parts[index] = text;
      text = parts.join(delimiter);
    }
    return isNew ? plainValue(text) : retyped(present, text);
  });
  followChanges(resource, before);
  if (changed === 0)
    throw new Error(`expected a field at ${path} of ${object.kind} ${object.metadata.name}, got none`);
}

function textOf({ value, respelled }: Value, what: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isSafeInteger(value) && !respelled) return String(value);
  throw new Error(
    `expected a text, a flag or a plain whole number for ${what}, got ${JSON.stringify(value)}`,
  );
}

/** A text as a value of the type that is there: it stays what it was. */
function retyped(present: unknown, text: string): unknown {
  if (typeof present === 'string') return text;
  const value = plainValue(text);
  if (typeof value === typeof present && value !== null) return value;
  throw new Error(`expected a value like ${JSON.stringify(present)}, got ${JSON.stringify(text)}`);
}

function saysName({ group, version, kind, name, namespace }: PatchTarget): boolean {
  return Boolean(group || version || kind || name || namespace);
}

/**
 * Whether a resource has or had the name; names are compared, no patterns. Here, and only here, kustomize takes what belongs
 * to no namespace for a part of `default`.
 */
function isNamed(resource: Resource, { name, namespace, kind, ...version }: PatchTarget): boolean {
  const { object, earlier } = resource;
  const present = {
    kind: object.kind,
    ...object.metadata,
    namespace: object.metadata.namespace || 'default',
  };
  const isThis = (each: Name): boolean =>
    (!name || name === each.name) &&
    (!namespace || namespace === each.namespace) &&
    (!kind || kind === each.kind);
  return isOfKind(object, version) && [...earlier, present].some(isThis);
}
