import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { ContagionError } from '../errors.ts';
import { isRecord, type KubeObject } from '../kubernetes/objects.ts';
import { readText } from '../manifests/files.ts';
import type { ConfigMapSource, GeneratorOptions } from './kustomization.ts';
import { newResource, type Resource } from './resource.ts';

/** Makes a ConfigMap of literals, files and files of variables. */
export async function generateConfigMap(
  source: ConfigMapSource,
  common: GeneratorOptions,
  folder: string,
): Promise<Resource> {
  const { name, namespace, literals = [], files = [], envs = [], options = {} } = source;
  const entries: (readonly [key: string, value: string])[] = [];
  for (const file of envs) {
    const lines = (await readText(join(folder, file))).split(/\r?\n/).map((line) => line.trimStart());
    entries.push(
      ...lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => pair(line, name)),
    );
  }
  for (const file of files) {
    const [key, path] = file.includes('=') ? pair(file, name) : [basename(file), file];
    entries.push([key, await readText(join(folder, path))]);
  }
  entries.push(...literals.map((literal) => unquoted(pair(literal, name))));
  const keys = entries.map(([key]) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw wrong(name, `each key once, got ${twice} again`);
  const labels = { ...common.labels, ...options.labels };
  const annotations = { ...common.annotations, ...options.annotations };
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    ...(entries.length === 0 ? {} : { data: Object.fromEntries(entries) }),
  };
  return newResource(object, !(options.disableNameSuffixHash ?? common.disableNameSuffixHash ?? false));
}

/**
 * The hash that kustomize appends to the name of a generated ConfigMap: of its kind and data (and a name that is empty by
 * then) as JSON with sorted keys, ten digits of SHA-256 without those that could make words. Source: kustomize's
 * api/hasher/hasher.go.
 */
export function nameHash({ data }: KubeObject): string {
  const sorted = isRecord(data)
    ? Object.fromEntries(Object.entries(data).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : '';
  const text = goJson({ data: sorted, kind: 'ConfigMap', name: '' });
  const digits = createHash('sha256').update(text).digest('hex').slice(0, 10);
  return digits.replaceAll(
    /[013ae]/g,
    (digit) => ({ 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' })[digit] ?? digit,
  );
}

/** JSON as Go writes it: what could end a script is escaped. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function pair(text: string, name: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw wrong(name, `KEY=VALUE, got ${JSON.stringify(text)}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function unquoted([key, value]: readonly [string, string]): readonly [string, string] {
  return [key, /^(["']).*\1$/s.test(value) && value.length > 1 ? value.slice(1, -1) : value];
}

function wrong(name: string, message: string): ContagionError {
  return new ContagionError('CONTAGION_KUSTOMIZATION', `configMapGenerator ${name}: expected ${message}`);
}
