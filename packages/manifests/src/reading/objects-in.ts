import { isRecord } from '@pod-contagion/notations';
import { ManifestError } from '../errors.ts';
import type { KubeObject } from './objects.ts';
import type { Dialect } from './scalars.ts';
import { parseYaml } from './yaml.ts';

/**
 * The objects of a manifest, as kubectl or kustomize reads it, each checked to be one; Lists are opened.
 * @throws {ManifestError} MANIFEST_UNREADABLE
 */
export function objectsIn(text: string, source: string, dialect: Dialect = 'kubectl'): readonly KubeObject[] {
  return parseYaml(text, source, dialect).flatMap((value, index) =>
    open(value, `${source}, document ${index + 1}`),
  );
}

function open(value: unknown, place: string): readonly KubeObject[] {
  if (!isRecord(value)) throw wrong(place, 'an object with apiVersion, kind and metadata', value);
  const { apiVersion, kind, items } = value;
  if (typeof apiVersion !== 'string' || apiVersion === '')
    throw wrong(place, 'a text as apiVersion', apiVersion);
  if (typeof kind !== 'string' || kind === '') throw wrong(place, 'a text as kind', kind);
  if (kind.endsWith('List') && Array.isArray(items)) {
    return items.flatMap((item: unknown, index) =>
      open(
        // The items of a typed list, as kubectl prints none but an API server does, leave both out.
        isRecord(item) && kind !== 'List' ? { apiVersion, kind: kind.slice(0, -4), ...item } : item,
        `${place}, item ${index + 1}`,
      ),
    );
  }
  const { metadata } = value;
  if (!isRecord(metadata)) throw wrong(place, 'metadata of a ' + kind, metadata);
  const { name, namespace } = metadata;
  if (typeof name !== 'string' || name === '')
    throw wrong(place, `a text as metadata.name of a ${kind}`, name);
  if (namespace !== undefined && typeof namespace !== 'string') {
    throw wrong(place, `a text as metadata.namespace of ${kind} ${name}`, namespace);
  }
  return [value as KubeObject];
}

function wrong(place: string, expected: string, got: unknown): ManifestError {
  const text = got === undefined ? 'none' : (JSON.stringify(got) ?? typeof got);
  return new ManifestError(
    'MANIFEST_UNREADABLE',
    `${place}: expected ${expected}, got ${text.length > 60 ? `${text.slice(0, 60)}...` : text}`,
  );
}
