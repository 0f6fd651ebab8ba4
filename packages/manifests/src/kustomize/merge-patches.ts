import { describeError } from '@pod-contagion/errors';
import { isRecord, own } from '@pod-contagion/notations';
import { nameOf, type KubeObject } from '../reading/objects.ts';
import { isRespelled } from '../reading/yaml.ts';
import { inPlace, wrong } from './errors.ts';
import type { PatchOptions, PatchTarget } from './kustomization.ts';
import { refuseDirectives, replacedPlaces } from './merge-directives.ts';
import { schemaOf } from './merge-schema.ts';
import { merge } from './merge.ts';
import { checkMetadata } from './notes.ts';
import {
  allNames,
  isSameName,
  isSameObject,
  nameNow,
  newResource,
  rememberName,
  type Resource,
} from './resource.ts';
import { selectTargets } from './selector.ts';
import { followChanges } from './shared-values.ts';

type Options = PatchOptions &
  Readonly<{
    target?: PatchTarget | undefined;
    /** Whether kustomize makes a copy of the patch for each resource, in which labels and annotations are texts. */
    isCopied: boolean;
  }>;

/**
 * Merges a patch into the resource it names, or into those that a target selects; one that nothing is left of goes.
 * Source: kustomize's PatchTransformer.go and resource.go (ApplySmPatch).
 * @throws {ManifestError} MANIFEST_KUSTOMIZATION
 */
export function applyMerge(resources: Resource[], value: unknown, options: Options, place: string): void {
  const patch = patchIn(value, place);
  const { target } = options;
  const targets =
    target === undefined ? [namedBy(patch, resources, place)] : selectTargets(resources, target, place);
  for (const resource of targets) {
    const earlier = resource.earlier.length;
    if (options.allowNameChange === true || options.allowKindChange === true) rememberName(resource);
    const before = resource.object;
    const replaced = replacedPlaces(patch);
    const object = merged(resource, patch, options, place);
    if (object === undefined) {
      resources.splice(resources.indexOf(resource), 1);
      continue;
    }
    resource.object = object;
    inPlace(place, () => followChanges(resource, before, replaced));
    if (isRespelled(value)) resource.respelled = true;
    if (
      resource.earlier.length > earlier &&
      resources.filter((each) => isSameObject(each, resource)).length > 1
    ) {
      throw wrong(place, `expected each object once, got ${nameOf(object)} twice`);
    }
  }
}

function patchIn(value: unknown, place: string): KubeObject {
  const { kind, metadata } = isRecord(value) ? value : {};
  const name = isRecord(metadata) ? metadata['name'] : undefined;
  if (
    typeof kind !== 'string' ||
    kind === '' ||
    kind.endsWith('List') ||
    typeof name !== 'string' ||
    name === ''
  ) {
    const text = JSON.stringify(value).slice(0, 80);
    throw wrong(
      place,
      `expected an object or a list of operations, a patch with kind and metadata.name, got ${text}`,
    );
  }
  return value as KubeObject;
}

function namedBy(patch: KubeObject, resources: readonly Resource[], place: string): Resource {
  const { apiVersion, kind } = patch;
  const matches = resources.filter((resource) => {
    const { object, scopes } = resource;
    const name = nameNow(newResource(patch, scopes));
    return object.apiVersion === apiVersion && allNames(resource).some((each) => isSameName(each, name));
  });
  const [match] = matches;
  if (match !== undefined && matches.length === 1) return match;
  const { name, namespace } = patch.metadata;
  const where = `${apiVersion}, namespace ${namespace ?? 'default'}`;
  throw wrong(place, `expected one ${kind} ${name} in ${where} to patch, got ${matches.length}`);
}

function merged(
  resource: Resource,
  patch: KubeObject,
  options: Options,
  place: string,
): KubeObject | undefined {
  const { object } = resource;
  const { kind, apiVersion, metadata } = object;
  const changes = structuredClone({ ...patch, apiVersion });
  if (options.target !== undefined) changes.kind = patch.kind;
  try {
    refuseDirectives(patch, 'of a patch');
    if (own(patch, '$patch') === 'replace')
      throw new Error('expected no $patch: replace of it all, which does nothing');
    if (options.isCopied) withoutNullPairs(changes);
    refuseLostNotes(resource, changes);
    const result = merge(structuredClone(object), changes, schemaOf(object)) as KubeObject | undefined;
    if (result === undefined || result === null || Object.keys(result).length === 0) return undefined;
    refuseDirectives(result, 'of a result');
    if (!isRecord(result.metadata)) result.metadata = { name: metadata.name };
    if (options.allowKindChange !== true) result.kind = kind;
    if (options.allowNameChange !== true) result.metadata.name = metadata.name;
    if (metadata.namespace) result.metadata.namespace = metadata.namespace;
    else delete result.metadata.namespace;
    checkMetadata(result);
    return result;
  } catch (cause) {
    throw wrong(place, `expected a patch that fits ${nameOf(object)}: ${describeError(cause)}`, cause);
  }
}

/** Takes out of a copied patch that all labels or annotations go: it has no such thing, and no null among them. */
function withoutNullPairs({ metadata }: KubeObject): void {
  for (const field of ['labels', 'annotations']) {
    const pairs = metadata[field];
    if (pairs === null) delete metadata[field];
    else if (isRecord(pairs) && Object.values(pairs).includes(null)) {
      throw new Error(
        `expected no null among ${field}, which kustomize makes a text here; use a patch without a target`,
      );
    }
  }
}

/** Refuses a patch that takes all annotations away: kustomize would forget what the object was called before. */
function refuseLostNotes(resource: Resource, { metadata, ...patch }: KubeObject): void {
  if (!resource.annotated) return;
  const annotations = own(metadata, 'annotations');
  const replaces = [patch, metadata, annotations].some(
    (each) => isRecord(each) && own(each, '$patch') === 'replace',
  );
  const deletes = [metadata, annotations].some((each) => isRecord(each) && own(each, '$patch') === 'delete');
  if (annotations === null || replaces || deletes) {
    throw new Error('expected no patch that takes away all annotations, where kustomize keeps earlier names');
  }
}
