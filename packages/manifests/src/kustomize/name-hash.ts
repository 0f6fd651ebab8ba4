import { createHash } from 'node:crypto';
import { isRecord } from '@pod-contagion/notations';
import type { KubeObject } from '../reading/objects.ts';

/**
 * The hash that kustomize appends to the name of a generated object: of its kind and data (and a name that is empty by
 * then) as JSON with sorted keys, ten digits of SHA-256 without those that could make words. Source: kustomize's
 * api/hasher/hasher.go.
 */
export function nameHash({ kind, data, binaryData, stringData, type }: KubeObject): string {
  const content =
    kind === 'Secret'
      ? {
          data: data ?? '',
          kind,
          name: '',
          ...(isRecord(stringData) ? { stringData } : {}),
          type: type ?? '',
        }
      : { ...(isRecord(binaryData) ? { binaryData } : {}), data: data ?? '', kind: 'ConfigMap', name: '' };
  const digits = createHash('sha256').update(goJson(content)).digest('hex').slice(0, 10);
  return digits.replaceAll(
    /[013ae]/g,
    (digit) => ({ 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' })[digit] ?? digit,
  );
}

/** JSON as Go writes it: keys in order, and what could end a script is escaped. */
function goJson(value: unknown): string {
  if (!isRecord(value)) {
    return JSON.stringify(value).replaceAll(
      /[<>&\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  }
  const fields = Object.entries(value)
    .toSorted(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    .map(([name, field]) => `${goJson(name)}:${goJson(field)}`);
  return `{${fields.join(',')}}`;
}
