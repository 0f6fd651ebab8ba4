import { WireType } from '@bufbuild/protobuf/wire';
import type { FieldType, Primitive } from '../schema/fields.ts';
import { messageFieldsOf, type MessageFields } from './message-fields.ts';
import { readIntOrString, readMicroTime, readQuantity, readRawJson, readTime } from './special-values.ts';
import { createWireReader, expectWireType, readFields, type Tag, type WireReader } from './wire-reader.ts';

type JsonObject = Record<string, unknown>;

/** Types that are numbers on the wire, a list of which may be written as one field. */
const VARINTS: Readonly<Partial<Record<Primitive, (reader: WireReader) => unknown>>> = {
  boolean: (reader) => reader.boolean(),
  int32: (reader) => reader.int32(),
  int64: (reader) => reader.int64(),
};

/** All others: what their bytes mean in JSON, undefined where JSON has null. */
const BYTES: Readonly<Partial<Record<Primitive, (bytes: Uint8Array) => unknown>>> = {
  bytes: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  quantity: readQuantity,
  'int-or-string': readIntOrString,
  time: readTime,
  'micro-time': readMicroTime,
  any: readRawJson,
};

/** What Go has in a map where the wire gives a key alone; maps of the API hold nothing else. */
const MISSING: Readonly<Partial<Record<Primitive, unknown>>> = { string: '', bytes: '', quantity: '0' };

function readOne(reader: WireReader, tag: Tag, name: string, type: FieldType, present: unknown): unknown {
  const varint = type.form === 'primitive' ? VARINTS[type.primitive] : undefined;
  expectWireType(tag, varint === undefined ? WireType.LengthDelimited : WireType.Varint, name);
  if (varint !== undefined) return varint(reader);
  if (type.form === 'object') {
    // One message given in parts is one: each adds to what is there.
    const object = (present ?? {}) as JsonObject;
    readInto(object, reader.bytes(), messageFieldsOf(type.definition));
    return object;
  }
  const read = type.form === 'primitive' ? BYTES[type.primitive] : undefined;
  return read === undefined ? reader.string() : read(reader.bytes());
}

function readItems(reader: WireReader, tag: Tag, name: string, item: FieldType, list: unknown[]): void {
  const varint = item.form === 'primitive' ? VARINTS[item.primitive] : undefined;
  if (varint !== undefined && tag[1] === WireType.LengthDelimited) {
    const packed = createWireReader(reader.bytes());
    while (!packed.atEnd()) list.push(varint(packed));
    return;
  }
  // What JSON has null for stays null in a list: its place counts.
  list.push(readOne(reader, tag, name, item, undefined) ?? null);
}

function readEntry(reader: WireReader, tag: Tag, name: string, type: FieldType, map: JsonObject): void {
  expectWireType(tag, WireType.LengthDelimited, name);
  let key = '';
  let value: unknown = type.form === 'primitive' ? MISSING[type.primitive] : undefined;
  readFields(reader.bytes(), (number) => {
    if (number === 1)
      return (entry, part) => {
        expectWireType(part, WireType.LengthDelimited, name);
        key = entry.string();
      };
    if (number === 2) return (entry, part) => void (value = readOne(entry, part, name, type, undefined));
    return undefined;
  });
  // Not by assignment: `__proto__` is a key like any other.
  Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
}

function readInto(object: JsonObject, bytes: Uint8Array, fields: MessageFields): void {
  readFields(bytes, (number) => {
    const field = fields.get(number);
    if (field === undefined) return undefined;
    return (reader, tag) => {
      if ('inline' in field) {
        expectWireType(tag, WireType.LengthDelimited, 'inline');
        readInto(object, reader.bytes(), field.inline);
        return;
      }
      const { name, type, leavesZeroOut } = field;
      if (type.form === 'list') {
        readItems(reader, tag, name, type.item, (object[name] ??= []) as unknown[]);
      } else if (type.form === 'map') {
        readEntry(reader, tag, name, type.value, (object[name] ??= {}) as JsonObject);
      } else {
        const value = readOne(reader, tag, name, type, object[name]);
        const isZero = value === '' || value === 0 || value === false;
        // Of a field given twice the last counts, its absence too.
        if (value === undefined || (leavesZeroOut && isZero)) delete object[name];
        else object[name] = value;
      }
    };
  });
}

/**
 * Reads a message of a definition (`V1Pod`) into the object that the same value has in JSON: what Kubernetes' own encoder
 * to JSON leaves out is not there. Numbers without a known field are passed over. How deep messages nest is bounded by the
 * definitions, none of which holds itself. Throws ParseError for what is no such message.
 */
export function decodeMessage(definition: string, bytes: Uint8Array): JsonObject {
  const object: JsonObject = {};
  readInto(object, bytes, messageFieldsOf(definition));
  return object;
}
