import { isRecord } from '@pod-contagion/notations';
import { fieldsOf, type FieldType, type Primitive } from './fields.ts';
import { goTypeOf, goValueOf } from './go-types.ts';
import { canonicalQuantity } from './quantity.ts';
import { canonicalMicroTime, canonicalTime } from './times.ts';
import { goNameOf } from './type-names.ts';

/** The most unknown fields that are told of. Source: sigs.k8s.io/json (saveStrictError). */
const MAX_UNKNOWN_FIELDS = 100;

const MAX_INT32 = 2 ** 31;

/** What an object was found to hold that its definition has not. */
export type Findings = Readonly<{
  /** Paths of fields that are not in the schema, in their order: `spec.containers[0].foo`. */
  unknown: string[];
  /** The first value that is of a wrong type, in Go's words. */
  problem: string | undefined;
}>;

type Walk = {
  path: (string | number)[];
  /** Names of fields only, and the type that holds the last one: what Go's messages show of the place. */
  fields: string[];
  holder: string;
  unknown: string[];
  problem: string | undefined;
};

type JsonObject = Record<string, unknown>;

/** A path as strict decoding writes it. */
export function pathText(path: readonly (string | number)[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? part : `.${part}`;
  }
  return text;
}

function mistyped(walk: Walk, got: string, expected: string): undefined {
  const place = walk.fields.length === 0 ? 'value' : `struct field ${walk.holder}.${walk.fields.join('.')}`;
  walk.problem ??= `json: cannot unmarshal ${got} into Go ${place} of type ${expected}`;
}

/** Runs what may throw with a message for the client. */
function converted(walk: Walk, convert: () => string): string | undefined {
  try {
    return convert();
  } catch (error) {
    walk.problem ??= (error as Error).message;
    return undefined;
  }
}

function checkInteger(walk: Walk, value: number, primitive: 'int32' | 'int64'): number | undefined {
  const fits =
    Number.isInteger(value) &&
    (primitive === 'int64' ? Math.abs(value) < 2 ** 63 : value >= -MAX_INT32 && value < MAX_INT32);
  return fits ? value : mistyped(walk, `number ${value}`, primitive);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function checkBytes(walk: Walk, value: string): string | undefined {
  const text = value.replaceAll(/[\r\n]/g, '');
  if (BASE64.test(text)) return text;
  const at = /^[A-Za-z0-9+/]*/.exec(text)?.[0].length ?? 0;
  walk.problem ??= `illegal base64 data at input byte ${at}`;
  return undefined;
}

function checkPrimitive(walk: Walk, value: unknown, primitive: Primitive): unknown {
  switch (primitive) {
    case 'any':
      return value;
    case 'boolean':
      return typeof value === 'boolean' ? value : mistyped(walk, goValueOf(value), 'bool');
    case 'int32':
    case 'int64':
      if (typeof value === 'number') return checkInteger(walk, value, primitive);
      return mistyped(walk, goValueOf(value), primitive);
    case 'int-or-string':
      if (typeof value === 'string') return value;
      if (typeof value === 'number') return checkInteger(walk, value, 'int32');
      return mistyped(walk, goValueOf(value), 'int32');
    case 'quantity':
      return converted(walk, () =>
        canonicalQuantity(typeof value === 'string' ? value.trim() : JSON.stringify(value)),
      );
  }
  if (typeof value !== 'string') return mistyped(walk, goValueOf(value), 'string');
  if (primitive === 'time') return converted(walk, () => canonicalTime(value));
  if (primitive === 'micro-time') return converted(walk, () => canonicalMicroTime(value));
  return primitive === 'bytes' ? checkBytes(walk, value) : value;
}

/** What Go leaves in a list or a map where JSON has null. */
function zeroOf(type: FieldType): unknown {
  if (type.form === 'object' || type.form === 'map') return {};
  if (type.form === 'list') return [];
  if (type.primitive === 'boolean') return false;
  if (type.primitive === 'quantity') return '0';
  return type.primitive.startsWith('int') ? 0 : '';
}

function checkFields(walk: Walk, object: JsonObject, definition: string): void {
  const fields = fieldsOf(definition);
  const { holder } = walk;
  const name = goNameOf(definition);
  for (const key of Object.keys(object)) {
    const field = fields.get(key);
    const value = object[key];
    walk.path.push(key);
    if (field === undefined) {
      if (walk.unknown.length < MAX_UNKNOWN_FIELDS) walk.unknown.push(pathText(walk.path));
      delete object[key];
    } else if (value === null || value === undefined) {
      delete object[key];
    } else {
      walk.fields.push(key);
      walk.holder = name;
      const kept = checkValue(walk, value, field.type);
      if (kept !== value) object[key] = kept;
      walk.fields.pop();
    }
    walk.path.pop();
  }
  walk.holder = holder;
}

function checkValue(walk: Walk, value: unknown, type: FieldType): unknown {
  if (type.form === 'primitive') return checkPrimitive(walk, value, type.primitive);
  if (type.form === 'list') {
    if (!Array.isArray(value)) return mistyped(walk, goValueOf(value), goTypeOf(type));
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index];
      walk.path.push(index);
      const kept = item === null ? zeroOf(type.item) : checkValue(walk, item, type.item);
      if (kept !== item) value[index] = kept;
      walk.path.pop();
    }
    return value;
  }
  if (!isRecord(value)) return mistyped(walk, goValueOf(value), goTypeOf(type));
  if (type.form === 'object') {
    checkFields(walk, value, type.definition);
    return value;
  }
  for (const key of Object.keys(value)) {
    const item = value[key];
    walk.path.push(key);
    const kept = item === null ? zeroOf(type.value) : checkValue(walk, item, type.value);
    if (kept !== item) value[key] = kept;
    walk.path.pop();
  }
  return value;
}

/**
 * Brings a value into the form its definition gives it, in place: fields that are unknown or null go, quantities and
 * times take the form in which the API keeps them. Says what was unknown and what was of a wrong type; with a problem the
 * value is good for nothing. Source: sigs.k8s.io/json, as Kubernetes decodes with it.
 */
export function checkObject(definition: string, value: unknown): Findings {
  const walk: Walk = { path: [], fields: [], holder: '', unknown: [], problem: undefined };
  if (isRecord(value)) checkFields(walk, value, definition);
  else if (value !== null) mistyped(walk, goValueOf(value), goTypeOf({ form: 'object', definition }));
  return { unknown: walk.unknown, problem: walk.problem };
}
