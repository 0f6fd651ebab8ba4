import { describeError } from '@pod-contagion/errors';
import { isRecord } from '@pod-contagion/notations';
import { nameOf } from '../reading/objects.ts';
import { parseYaml } from '../reading/yaml.ts';
import { wrong } from './errors.ts';
import { textWithin } from './files.ts';
import { applyOperations } from './json-patch.ts';
import type { Kustomization, Patch } from './kustomization.ts';
import { applyMerge } from './merge-patches.ts';
import { checkMetadata } from './notes.ts';
import { rememberName, type Resource } from './resource.ts';
import { selectTargets } from './selector.ts';

/** Carries out `patchesStrategicMerge` and `patches`. @throws {ManifestError} MANIFEST_KUSTOMIZATION */
export async function applyPatches(
  resources: Resource[],
  { patches, patchesStrategicMerge }: Kustomization,
  folder: string,
): Promise<void> {
  for (const entry of patchesStrategicMerge) {
    const place = `${folder}: patchesStrategicMerge ${entry.split('\n')[0] ?? ''}`;
    const text = entry.includes('\n') ? entry : await textWithin(folder, entry);
    for (const patch of parseYaml(text, place, 'kustomize'))
      applyMerge(resources, patch, { isCopied: true }, place);
  }
  for (const [index, patch] of patches.entries()) {
    const place = `${folder}: patches[${index}]`;
    const text = await textOf({ ...patch, patch: patch.patch?.trim() }, folder, place);
    if (isMergePatch(text, place)) mergeWith(resources, text, patch, place);
    else operateOn(resources, operationsIn(text, place), patch, place);
  }
}

/** Carries out `patchesJson6902`, which kustomize does after names and labels are set. */
export async function applyJsonPatches(
  resources: Resource[],
  patches: readonly Patch[],
  folder: string,
): Promise<void> {
  for (const [index, patch] of patches.entries()) {
    const place = `${folder}: patchesJson6902[${index}]`;
    if (!patch.target?.name) throw wrong(place, 'expected the name of a target, got none');
    if (patch.options !== undefined) throw wrong(place, 'expected no options here');
    const operations = operationsIn(await textOf(patch, folder, place), place);
    operateOn(resources, operations, patch, place, 'as it was read');
  }
}

async function textOf({ path, patch }: Patch, folder: string, place: string): Promise<string> {
  if (!path === !patch) throw wrong(place, 'expected either path or patch');
  return patch || textWithin(folder, path ?? '');
}

function isMergePatch(text: string, place: string): boolean {
  return !text.startsWith('[') && isRecord(parseYaml(text, place, 'kustomize')[0]);
}

function mergeWith(
  resources: Resource[],
  text: string,
  { target, options = {} }: Patch,
  place: string,
): void {
  const patches = parseYaml(text, place, 'kustomize');
  if (target !== undefined && patches.length > 1) {
    throw wrong(place, `expected one patch for a target, got ${patches.length}`);
  }
  for (const patch of patches)
    applyMerge(resources, patch, { ...options, target, isCopied: target !== undefined }, place);
}

/** The operations of a text: what begins with a bracket has to be JSON, all else is YAML. */
function operationsIn(text: string, place: string): readonly unknown[] {
  let operations: unknown;
  if (text.startsWith('[')) {
    try {
      operations = JSON.parse(text);
    } catch (cause) {
      throw wrong(place, `expected JSON after a bracket, got: ${describeError(cause)}`, cause);
    }
  } else {
    const documents = parseYaml(text, place);
    if (documents.length > 1)
      throw wrong(place, `expected one list of operations, got ${documents.length} documents`);
    [operations] = documents;
  }
  if (Array.isArray(operations) && operations.length > 0) return operations;
  throw wrong(place, 'expected an object or a list of operations');
}

function operateOn(
  resources: readonly Resource[],
  operations: readonly unknown[],
  { target, options }: Patch,
  place: string,
  asItIs?: 'as it was read',
): void {
  if (target === undefined) throw wrong(place, 'expected a target for a list of operations');
  if (options !== undefined && Object.keys(options).length > 0) {
    throw wrong(place, 'expected no options for a list of operations, which may change names anyway');
  }
  for (const resource of selectTargets(resources, target, place)) {
    if (asItIs === undefined) rememberName(resource);
    const object = structuredClone(resource.object);
    // Where kustomize keeps notes there are annotations.
    if (resource.annotated) object.metadata.annotations ??= {};
    try {
      applyOperations(object, operations);
      checkIdentity(object);
      checkMetadata(object);
      if (isRecord(object.metadata.annotations) && Object.keys(object.metadata.annotations).length === 0) {
        delete object.metadata.annotations;
      }
    } catch (cause) {
      const text = JSON.stringify(operations).slice(0, 200);
      const fit = `expected operations that fit ${nameOf(resource.object)}, got ${text}`;
      throw wrong(place, `${fit}: ${describeError(cause)}`, cause);
    }
    resource.object = object;
    // What a JSON patch gives back was read anew.
    resource.respelled = false;
    resource.shared = [];
  }
}

function checkIdentity(object: Record<string, unknown>): void {
  const { apiVersion, kind, metadata } = object;
  const isNamed = isRecord(metadata) && typeof metadata['name'] === 'string' && metadata['name'] !== '';
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isNamed) {
    throw new Error('nothing would be left to tell what it is');
  }
}
