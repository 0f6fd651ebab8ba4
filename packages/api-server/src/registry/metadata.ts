import { forbidden, invalid, required, tooLong, type FieldError } from '../machinery/field-error.ts';
import {
  dns1035LabelProblems,
  dnsLabelProblems,
  dnsSubdomainProblems,
  IMMUTABLE_MESSAGE,
  qualifiedNameProblems,
} from '../machinery/names.ts';
import type { ObjectMeta, OwnerReference } from '../machinery/objects.ts';
import type { Kind } from './kind.ts';
import { sameJson } from '../machinery/json.ts';
import { validateLabels } from '../machinery/labels.ts';

/** The greatest size of all annotations of an object, in bytes. Source: api/validation/objectmeta.go, as all here. */
export const MAX_ANNOTATIONS_BYTES: number = 256 * 1024;

const NAME_PROBLEMS = {
  'dns-subdomain': dnsSubdomainProblems,
  'dns-label': dnsLabelProblems,
  'dns-1035-label': dns1035LabelProblems,
} as const;

const ORPHAN_FINALIZER = 'orphan';
const FOREGROUND_FINALIZER = 'foregroundDeletion';

/** What is wrong with the metadata of an object; its name has been generated where it was to be. */
export function validateMetadata(
  kind: Pick<Kind, 'namespaced' | 'nameRule'>,
  meta: ObjectMeta,
): FieldError[] {
  const problemsOf = NAME_PROBLEMS[kind.nameRule];
  const { name = '', namespace = '', generateName = '' } = meta;
  const errors: FieldError[] = [];
  if (generateName !== '') {
    // Generated characters follow, so that a dash at its end is none at the name's.
    const tested = generateName.endsWith('-') ? `${generateName.slice(0, -1)}a` : generateName;
    for (const problem of problemsOf(tested))
      errors.push(invalid('metadata.generateName', generateName, problem));
  }
  if (name === '') errors.push(required('metadata.name', 'name or generateName is required'));
  else for (const problem of problemsOf(name)) errors.push(invalid('metadata.name', name, problem));
  if (kind.namespaced) {
    if (namespace === '') errors.push(required('metadata.namespace'));
    else {
      for (const problem of dnsLabelProblems(namespace)) {
        errors.push(invalid('metadata.namespace', namespace, problem));
      }
    }
  } else if (namespace !== '') {
    errors.push(forbidden('metadata.namespace', 'not allowed on this type'));
  }
  errors.push(
    ...validateLabels(meta.labels, 'metadata.labels'),
    ...validateAnnotations(meta.annotations, 'metadata.annotations'),
    ...validateOwnerReferences(meta.ownerReferences ?? []),
    ...validateFinalizers(meta.finalizers ?? []),
  );
  return errors;
}

/** What may not have been changed in the metadata of an object; the rest of it is for validateMetadata. */
export function validateMetadataUpdate(meta: ObjectMeta, old: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  if (old.deletionTimestamp !== undefined && old.deletionTimestamp !== null) {
    const known = new Set(old.finalizers);
    const added = (meta.finalizers ?? []).filter((item) => !known.has(item));
    if (added.length > 0) {
      const list = [...new Set(added)].toSorted().map((item) => JSON.stringify(item));
      errors.push(
        forbidden(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list.join(', ')}}`,
        ),
      );
    }
  }
  for (const field of IMMUTABLE_FIELDS) {
    if (!sameJson(meta[field], old[field])) {
      errors.push(invalid(`metadata.${field}`, meta[field] ?? null, IMMUTABLE_MESSAGE));
    }
  }
  return errors;
}

const IMMUTABLE_FIELDS = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;

/** What is wrong with annotations: their keys are those of labels in any case, their size is bounded. */
export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    for (const problem of qualifiedNameProblems(key.toLowerCase())) errors.push(invalid(field, key, problem));
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (bytes > MAX_ANNOTATIONS_BYTES) errors.push(tooLong(field, MAX_ANNOTATIONS_BYTES));
  return errors;
}

/** Of how many controllers too many it is said so: each message shows all references. */
const MAX_TOLD_CONTROLLERS = 4;

function validateOwnerReferences(references: readonly OwnerReference[]): FieldError[] {
  const field = 'metadata.ownerReferences';
  const errors: FieldError[] = [];
  let controller: string | undefined;
  let told = 0;
  for (const reference of references) {
    const { apiVersion, kind, name, uid } = reference;
    if (!apiVersion)
      errors.push(invalid(`${field}.apiVersion`, apiVersion ?? '', 'version must not be empty'));
    if (!kind) errors.push(invalid(`${field}.kind`, kind ?? '', 'must not be empty'));
    if (!name) errors.push(invalid(`${field}.name`, name ?? '', 'must not be empty'));
    if (!uid) errors.push(invalid(`${field}.uid`, uid ?? '', 'must not be empty'));
    if (apiVersion === 'v1' && kind === 'Event') {
      errors.push(invalid(field, reference, '/v1, Kind=Event is disallowed from being an owner'));
    }
    if (reference.controller !== true) continue;
    const here = `${kind}/${name}`;
    if (controller === undefined) controller = here;
    else if (told++ < MAX_TOLD_CONTROLLERS) {
      const message = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${here}`;
      errors.push(invalid(field, references, message));
    }
  }
  return errors;
}

function validateFinalizers(finalizers: readonly string[]): FieldError[] {
  const field = 'metadata.finalizers';
  const errors = finalizers.flatMap((finalizer) => [
    ...qualifiedNameProblems(finalizer).map((problem) => invalid(field, finalizer, problem)),
    ...withoutPrefix(finalizer),
  ]);
  if (finalizers.includes(ORPHAN_FINALIZER) && finalizers.includes(FOREGROUND_FINALIZER)) {
    const message = `finalizer ${ORPHAN_FINALIZER} and ${FOREGROUND_FINALIZER} cannot be both set`;
    errors.push(invalid(field, finalizers, message));
  }
  return errors;
}

/** Source: pkg/apis/core/validation/validation.go (`ValidateFinalizerName`). */
function withoutPrefix(finalizer: string): FieldError[] {
  if (finalizer.includes('/') || STANDARD_FINALIZERS.has(finalizer)) return [];
  return [
    invalid(
      'metadata.finalizers',
      finalizer,
      'name is neither a standard finalizer name nor is it fully qualified',
    ),
  ];
}

const STANDARD_FINALIZERS: ReadonlySet<string> = new Set([
  'kubernetes',
  ORPHAN_FINALIZER,
  FOREGROUND_FINALIZER,
]);
