import type { Kind } from '../registry/kind.ts';
import { matchesFields, parseFieldSelector } from '../machinery/field-selector.ts';
import { matchesLabels, parseLabelSelector, SelectorError } from '@pod-contagion/notations';
import type { KubeObject } from '../machinery/objects.ts';
import { badRequest } from '../machinery/api-error.ts';
import { MAX_SELECTOR_TERMS } from '../machinery/limits.ts';

/** Which objects a list or a watch is about. */
export type Selection = Readonly<{
  matches: (object: KubeObject) => boolean;
  /** Whether there is nothing to select by. */
  everything: boolean;
}>;

/** Fields that every kind can be selected by. */
const COMMON_FIELDS = ['metadata.name', 'metadata.namespace'];

/**
 * The `labelSelector` and `fieldSelector` of a query.
 * @throws {ApiError} 400 where one cannot be read, or names a field that the kind cannot be selected by.
 */
export function selectionOf(kind: Kind, query: URLSearchParams): Selection {
  const labels = read(
    query.get('labelSelector') ?? '',
    (text) => parseLabelSelector(text),
    'unable to parse requirement: ',
  );
  const fields = read(query.get('fieldSelector') ?? '', parseFieldSelector);
  checkTerms(labels.reduce((sum, { values }) => sum + 1 + values.length, fields.length));
  if (fields.length > 0) {
    const known = new Set([...COMMON_FIELDS, ...Object.keys(kind.selectableFields(emptyObject(kind)))]);
    const unknown = fields.find(({ field }) => !known.has(field));
    if (unknown !== undefined) throw badRequest(`field label not supported: ${unknown.field}`);
  }
  const matches = (object: KubeObject): boolean =>
    matchesLabels(labels, object.metadata.labels) &&
    (fields.length === 0 || matchesFields(fields, fieldsOf(kind, object)));
  return { matches, everything: labels.length === 0 && fields.length === 0 };
}

/** Each object is held against each of them, so that many take long. */
function checkTerms(terms: number): void {
  if (terms <= MAX_SELECTOR_TERMS) return;
  throw badRequest(`expected at most ${MAX_SELECTOR_TERMS} conditions and values in selectors, got ${terms}`);
}

function fieldsOf(kind: Kind, object: KubeObject): Readonly<Record<string, string>> {
  const { name = '', namespace = '' } = object.metadata;
  return { ...kind.selectableFields(object), 'metadata.name': name, 'metadata.namespace': namespace };
}

function read<T>(text: string, parse: (text: string) => T, prefix = ''): T {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(`${prefix}${error.message}`);
    throw error;
  }
}

/** An object that has all the parts that fields are selected from, and nothing in them. */
function emptyObject({ group, version, kind }: Kind): KubeObject {
  const parts = { spec: {}, status: {}, involvedObject: {}, source: {} };
  return { apiVersion: group === '' ? version : `${group}/${version}`, kind, metadata: {}, ...parts };
}
