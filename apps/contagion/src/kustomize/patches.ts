import { join } from 'node:path';
import { applyJsonPatch, definitionFor, strategicMerge } from '@pod-contagion/local-cluster';
import { ContagionError, describeError } from '../errors.ts';
import { isRecord, nameOf, type KubeObject } from '../kubernetes/objects.ts';
import { readText } from '../manifests/files.ts';
import { parseYaml } from '../manifests/yaml.ts';
import type { Kustomization, Patch, PatchTarget } from './kustomization.ts';
import { orderLikePatch } from './list-order.ts';
import { groupOf, type Resource } from './resource.ts';
import { selectTargets } from './selector.ts';

/** Carries out `patchesStrategicMerge` and `patches`. @throws {ContagionError} CONTAGION_KUSTOMIZATION */
export async function applyPatches(
  resources: Resource[],
  { patches, patchesStrategicMerge }: Kustomization,
  folder: string,
): Promise<void> {
  for (const entry of patchesStrategicMerge) {
    const patch = entry.includes('\n') ? { patch: entry } : { path: entry };
    await applyOne(resources, patch, folder, `patchesStrategicMerge ${entry.split('\n')[0]}`);
  }
  for (const [index, patch] of patches.entries()) {
    await applyOne(resources, patch, folder, `patches[${index}]`);
  }
}

/** Carries out `patchesJson6902`, which kustomize does after names and labels are set. */
export async function applyJsonPatches(
  resources: Resource[],
  patches: readonly Patch[],
  folder: string,
): Promise<void> {
  for (const [index, patch] of patches.entries()) {
    await applyOne(resources, patch, folder, `patchesJson6902[${index}]`);
  }
}

async function applyOne(
  resources: Resource[],
  { path, patch, target }: Patch,
  folder: string,
  place: string,
): Promise<void> {
  const source = `${folder}: ${place}`;
  if ((path === undefined) === (patch === undefined)) throw wrong(source, 'expected either path or patch');
  const text = patch ?? (await readText(join(folder, path ?? '')));
  for (const value of parseYaml(text, source)) {
    if (Array.isArray(value)) applyOperations(resources, value, target, source);
    else if (isRecord(value)) applyMerge(resources, value, target, source);
    else throw wrong(source, 'expected an object or a list of operations');
  }
}

function applyOperations(
  resources: readonly Resource[],
  operations: readonly unknown[],
  target: PatchTarget | undefined,
  source: string,
): void {
  if (target === undefined) throw wrong(source, 'expected a target for a list of operations');
  for (const resource of selectTargets(resources, target, source)) {
    try {
      resource.object = applyJsonPatch(resource.object, operations) as KubeObject;
    } catch (cause) {
      const text = JSON.stringify(operations).slice(0, 200);
      throw wrong(source, `expected operations that fit ${nameOf(resource.object)}, got ${text}`, cause);
    }
  }
}

function applyMerge(
  resources: Resource[],
  patch: Record<string, unknown>,
  target: PatchTarget | undefined,
  source: string,
): void {
  const targets =
    target === undefined ? [namedBy(patch, resources, source)] : selectTargets(resources, target, source);
  for (const resource of targets) {
    if (patch['$patch'] === 'delete') {
      resources.splice(resources.indexOf(resource), 1);
      continue;
    }
    resource.object = merge(resource.object, patch, source);
  }
}

function merge(object: KubeObject, patch: Record<string, unknown>, source: string): KubeObject {
  const definition = definitionFor(object.apiVersion, object.kind);
  if (definition === undefined) throw wrong(source, `expected a kind that is known here, got ${object.kind}`);
  const { apiVersion, kind, metadata } = object;
  // The patch's own identity only says what it is for: it may use an earlier name.
  const patchMetadata = isRecord(patch['metadata']) ? patch['metadata'] : {};
  const { name: _name, namespace: _namespace, ...otherMetadata } = patchMetadata;
  const changes = { ...patch, apiVersion, kind, metadata: { ...otherMetadata, name: metadata.name } };
  try {
    return orderLikePatch(strategicMerge(definition, object, changes), changes) as KubeObject;
  } catch (cause) {
    throw wrong(source, `expected a patch that fits ${nameOf(object)}: ${describeError(cause)}`, cause);
  }
}

function namedBy(patch: Record<string, unknown>, resources: readonly Resource[], source: string): Resource {
  const metadata = isRecord(patch['metadata']) ? patch['metadata'] : {};
  const { name, namespace } = metadata;
  const { apiVersion } = patch;
  const group = groupOf(typeof apiVersion === 'string' ? apiVersion : '');
  const matches = resources.filter(
    ({ object, names }) =>
      object.kind === patch['kind'] &&
      groupOf(object.apiVersion) === group &&
      names.includes(name as string) &&
      (namespace === undefined || namespace === (object.metadata.namespace ?? 'default')),
  );
  const [match] = matches;
  if (match !== undefined && matches.length === 1) return match;
  const what = `${String(patch['kind'])} ${String(name)} in ${String(apiVersion)}`;
  throw wrong(source, `expected one ${what} to patch, got ${matches.length}`);
}

function wrong(source: string, message: string, cause?: unknown): ContagionError {
  return new ContagionError('CONTAGION_KUSTOMIZATION', `${source}: ${message}`, { cause });
}
