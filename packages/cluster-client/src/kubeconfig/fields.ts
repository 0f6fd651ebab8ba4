import { kubeconfigError, type ClusterClientError } from '../errors.ts';

/** Reads the fields of one object in a kubeconfig as Go's JSON does: null and a missing field are the empty value. */
export type Fields = Readonly<{
  /** @throws {ClusterClientError} CLUSTER_KUBECONFIG, as all of them */
  text: (name: string) => string;
  flag: (name: string) => boolean;
  /** Bytes in base64; undefined where there are none. */
  bytes: (name: string) => Buffer | undefined;
  texts: (name: string) => readonly string[];
  object: (name: string) => Fields;
  /** Undefined where there is none. */
  optional: (name: string) => Fields | undefined;
  objects: (name: string) => readonly Fields[];
  names: () => readonly string[];
  /** The value as it is. */
  raw: (name: string) => unknown;
  wrong: (message: string) => ClusterClientError;
}>;

/** Reads `value`, which stands in `file` at `path`; no error shows a value, as it may be a secret. */
export function fieldsOf(value: unknown, file: string, path: string): Fields {
  const wrong = (message: string): ClusterClientError => kubeconfigError(file, message);
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const mistyped = (name: string, expected: string, got: unknown): ClusterClientError =>
    wrong(`expected ${expected} as ${at(name)}, got ${kindOf(got)}`);
  if (value !== null && value !== undefined && !isObject(value)) {
    throw wrong(`expected an object${path === '' ? '' : ` as ${path}`}, got ${kindOf(value)}`);
  }
  const object: Readonly<Record<string, unknown>> = value ?? {};
  const raw = (name: string): unknown =>
    Object.hasOwn(object, name) ? (object[name] ?? undefined) : undefined;

  function list(name: string): readonly unknown[] {
    const items = raw(name) ?? [];
    if (!Array.isArray(items)) throw mistyped(name, 'a list', items);
    return items;
  }

  return {
    raw,
    wrong,
    names: () => Object.keys(object),
    text(name) {
      const text = raw(name) ?? '';
      if (typeof text !== 'string') throw mistyped(name, 'a text', text);
      return text;
    },
    flag(name) {
      const flag = raw(name) ?? false;
      if (typeof flag !== 'boolean') throw mistyped(name, 'true or false', flag);
      return flag;
    },
    bytes(name) {
      const text = raw(name) ?? '';
      if (typeof text !== 'string') throw mistyped(name, 'a text in base64', text);
      const base64 = text.replaceAll(/[\r\n]/g, '');
      if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
        throw wrong(`expected base64 as ${at(name)}, got something else`);
      }
      return base64 === '' ? undefined : Buffer.from(base64, 'base64');
    },
    texts(name) {
      return list(name).map((item, index) => {
        if (item === null) return '';
        if (typeof item !== 'string') throw mistyped(`${name}[${index}]`, 'a text', item);
        return item;
      });
    },
    object: (name) => fieldsOf(raw(name), file, at(name)),
    optional: (name) => (raw(name) === undefined ? undefined : fieldsOf(raw(name), file, at(name))),
    objects: (name) => list(name).map((item, index) => fieldsOf(item, file, at(`${name}[${index}]`))),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'a text' : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
}
