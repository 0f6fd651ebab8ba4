import { describeError } from '@pod-contagion/errors';
import { isRecord, setField } from '@pod-contagion/notations';
import type { KubeObject } from '../reading/objects.ts';
import { keyValues } from './key-values.ts';
import type { GeneratorOptions, GeneratorSource } from './kustomization.ts';
import { wrong } from './errors.ts';
import { allNames, isSameName, nameNow, newResource, type Behavior, type Resource } from './resource.ts';
import type { Scopes } from './scopes.ts';

/** Kustomize's width of a line of base64; a value in more than one line ends in one. */
const LINE = /[^]{1,70}/g;
const LINE_LENGTH = 70;

/** What generators make. */
export type GeneratedKind = 'ConfigMap' | 'Secret';

/** Makes a ConfigMap or a Secret of literals, files and files of variables. */
export async function generate(
  kind: GeneratedKind,
  source: GeneratorSource,
  common: GeneratorOptions,
  { folder, scopes }: Readonly<{ folder: string; scopes: Scopes }>,
): Promise<Resource> {
  const { name, namespace, type, options = {} } = source;
  const entries = await keyValues(source, folder).catch((cause: unknown) => {
    const generator = kind === 'Secret' ? 'secretGenerator' : 'configMapGenerator';
    throw wrong(folder, `${generator} ${name}: ${describeError(cause)}`, cause);
  });
  const data: Record<string, string> = {};
  const binaryData: Record<string, string> = {};
  for (const [key, value] of entries) {
    if (kind === 'Secret') setField(data, key, base64(Buffer.from(value as string)));
    else if (typeof value === 'string') setField(data, key, value);
    else setField(binaryData, key, base64(value));
  }
  const labels = { ...common.labels, ...options.labels };
  const annotations = { ...common.annotations, ...options.annotations };
  const object: KubeObject = {
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      ...(namespace ? { namespace } : {}),
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    ...(kind === 'Secret' ? { type: type || 'Opaque' } : {}),
    ...(kind === 'ConfigMap' && Object.keys(data).length === 0 ? {} : { data }),
    ...(Object.keys(binaryData).length === 0 ? {} : { binaryData }),
    ...(options.immutable === true || common.immutable === true ? { immutable: true } : {}),
  };
  const resource = newResource(object, scopes);
  resource.hashed = options.disableNameSuffixHash !== true && common.disableNameSuffixHash !== true;
  resource.annotated = true;
  return resource;
}

/**
 * Adds what was generated to the resources, or puts it in the place of the one of its name: merged with that, or instead
 * of it. Source: kustomize's resmap/reswrangler.go (appendReplaceOrMerge).
 * @throws {Error} where there is one and should be none, or the other way round.
 */
export function addGenerated(resources: Resource[], made: Resource, behavior: Behavior = 'create'): void {
  const { kind } = made.object;
  const name = nameNow(made);
  const same = resources.filter(
    (each) =>
      each.object.apiVersion === made.object.apiVersion &&
      allNames(each).some((other) => isSameName(other, name)),
  );
  const what = `${kind} ${name.name} in namespace ${name.namespace ?? ''}`;
  const [old] = same;
  if (old === undefined) {
    if (behavior !== 'create') throw new Error(`expected one ${what} to ${behavior}, got none`);
    resources.push(made);
    return;
  }
  if (same.length > 1) throw new Error(`expected one ${what}, got ${same.length}`);
  if (behavior === 'create')
    throw new Error(`expected each object once, got ${what} twice; say behavior: merge`);
  resources[resources.indexOf(old)] = combined(old, made, behavior);
}

function combined(old: Resource, made: Resource, behavior: Behavior): Resource {
  const [before, after] = [old.object, made.object];
  const pairs = (field: string, from: object, to: object): object => {
    const all = { ...fieldIn(from, field), ...fieldIn(to, field) };
    return Object.keys(all).length === 0 ? {} : { [field]: all };
  };
  const { namespace } = before.metadata;
  const merged =
    behavior === 'merge' ? [pairs('data', before, after), pairs('binaryData', before, after)] : [];
  const object: KubeObject = {
    ...after,
    ...merged[0],
    ...merged[1],
    metadata: {
      name: before.metadata.name,
      ...(namespace ? { namespace } : {}),
      ...pairs('labels', before.metadata, after.metadata),
      ...pairs('annotations', before.metadata, after.metadata),
    },
  };
  return { ...old, object, hashed: old.hashed && made.hashed };
}

function fieldIn(record: object, field: string): object {
  const value = (record as Record<string, unknown>)[field];
  return isRecord(value) ? value : {};
}

function base64(bytes: Buffer): string {
  const text = bytes.toString('base64');
  if (text.length < LINE_LENGTH) return text;
  return (text.match(LINE) ?? []).map((line) => `${line}\n`).join('');
}
