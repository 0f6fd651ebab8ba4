import { basename } from 'node:path/posix';
import { MAX_VARIABLE_LINE_BYTES } from '../limits.ts';
import { bytesWithin, textWithin } from './files.ts';
import type { GeneratorSource } from './kustomization.ts';

/** A key of a generated object and its value: texts where it is UTF-8. */
export type KeyValue = readonly [key: string, value: string | Buffer];

/** What Go takes for space: not the byte order mark, which JavaScript does. */
const SPACE = /^[\t\n\v\f\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/;

/**
 * Collects the keys and values that a generator is made of, as kustomize does. Source: kustomize's api/kv/kv.go.
 * @throws {Error} where one is wrong, or given twice.
 */
export async function keyValues(source: GeneratorSource, folder: string): Promise<readonly KeyValue[]> {
  const { literals = [], files = [], envs = [], env } = source;
  const entries: KeyValue[] = [];
  for (const file of env ? [...envs, env] : envs)
    entries.push(...variables(await textWithin(folder, file), file));
  entries.push(...literals.map(literal));
  for (const file of files) {
    const [key, path] = fileSource(file);
    entries.push([key, textOrBytes(await bytesWithin(folder, path))]);
  }
  const keys = entries.map(([key]) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new Error(`expected each key once, got ${twice} again`);
  return entries;
}

/** The variables of a file: a line each, after the mark that the first may begin with; without `=` they are empty. */
export function variables(text: string, file: string): readonly KeyValue[] {
  return text.split('\n').flatMap((ended, index): KeyValue[] => {
    if (Buffer.byteLength(ended) > MAX_VARIABLE_LINE_BYTES) {
      throw new Error(
        `expected lines of at most ${MAX_VARIABLE_LINE_BYTES} bytes in ${file}, got more in line ${index + 1}`,
      );
    }
    const whole = ended.replace(/\r$/, '');
    const line = (index === 0 ? whole.replace(/^\uFEFF/, '') : whole).replace(SPACE, '');
    const [key = '', ...value] = line.split('=');
    return key === '' || line.startsWith('#') ? [] : [[key, value.join('=')]];
  });
}

function literal(text: string): KeyValue {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`expected KEY=VALUE, got ${JSON.stringify(text)}`);
  const value = text.slice(at + 1);
  return [text.slice(0, at), /^(["'])[^]*\1$/.test(value) && value.length > 1 ? value.slice(1, -1) : value];
}

function fileSource(text: string): readonly [key: string, path: string] {
  const [key = '', path, ...more] = text.split('=');
  if (path === undefined) return [basename(text), text];
  if (key === '' || path === '' || more.length > 0) {
    throw new Error(`expected FILE or KEY=FILE, got ${JSON.stringify(text)}`);
  }
  return [key, path];
}

function textOrBytes(bytes: Buffer): string | Buffer {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : bytes;
}
