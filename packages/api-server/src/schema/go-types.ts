import type { FieldType, Primitive } from './fields.ts';
import { goNameOf } from './type-names.ts';

const PRIMITIVES: Readonly<Record<Primitive, string>> = {
  string: 'string',
  boolean: 'bool',
  int32: 'int32',
  int64: 'int64',
  'int-or-string': 'int32',
  quantity: 'resource.Quantity',
  time: 'string',
  'micro-time': 'string',
  bytes: '[]uint8',
  any: 'v1.FieldsV1',
};

/** What Go calls the type of a field in its messages. Types derived from string are called string here. */
export function goTypeOf(type: FieldType): string {
  if (type.form === 'object') return `v1.${goNameOf(type.definition)}`;
  if (type.form === 'list') return `[]${goTypeOf(type.item)}`;
  if (type.form === 'primitive') return PRIMITIVES[type.primitive];
  const value = goTypeOf(type.value);
  return value === 'resource.Quantity' ? 'v1.ResourceList' : `map[string]${value}`;
}

/** What Go calls a JSON value in its messages. */
export function goValueOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
