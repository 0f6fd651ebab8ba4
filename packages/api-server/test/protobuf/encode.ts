import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { FieldType } from '../../src/schema/fields.ts';
import { messageFieldsOf, type MessageFields } from '../../src/protobuf/message-fields.ts';

/** How a message is written: zeros as Kubernetes does, and what else may be there. */
export type EncodeOptions = Readonly<{ zeros?: boolean; strangers?: boolean; packed?: boolean }>;

type JsonObject = Record<string, unknown>;

function timestamp(writer: BinaryWriter, text: string): void {
  writer.tag(1, WireType.Varint).int64(Math.floor(Date.parse(text) / 1000));
  const micros = /\.(\d{6})Z$/.exec(text)?.[1] ?? '0';
  writer.tag(2, WireType.Varint).int32(Number(micros) * 1000);
}

function writeMessage(writer: BinaryWriter, number: number, write: () => void): void {
  writer.tag(number, WireType.LengthDelimited).fork();
  write();
  writer.join();
}

function writeOne(
  writer: BinaryWriter,
  number: number,
  type: FieldType,
  value: unknown,
  options: EncodeOptions,
): void {
  if (type.form === 'object') {
    writeMessage(writer, number, () =>
      writeFields(writer, messageFieldsOf(type.definition), value as JsonObject, options),
    );
    return;
  }
  if (type.form !== 'primitive') throw new Error(`${type.form} in a list or map`);
  const delimited = (): BinaryWriter => writer.tag(number, WireType.LengthDelimited);
  const varint = (): BinaryWriter => writer.tag(number, WireType.Varint);
  switch (type.primitive) {
    case 'string':
      delimited().string(value as string);
      break;
    case 'bytes':
      delimited().bytes(Buffer.from(value as string, 'base64'));
      break;
    case 'boolean':
      varint().bool(value as boolean);
      break;
    case 'int32':
      varint().int32(value as number);
      break;
    case 'int64':
      varint().int64(value as number);
      break;
    case 'quantity':
      writeMessage(writer, number, () => writer.tag(1, WireType.LengthDelimited).string(value as string));
      break;
    case 'int-or-string':
      writeMessage(writer, number, () => {
        writer.tag(1, WireType.Varint).int64(typeof value === 'string' ? 1 : 0);
        writer.tag(2, WireType.Varint).int32(typeof value === 'number' ? value : 0);
        writer.tag(3, WireType.LengthDelimited).string(typeof value === 'string' ? value : '');
      });
      break;
    case 'any':
      writeMessage(writer, number, () =>
        writer.tag(1, WireType.LengthDelimited).string(JSON.stringify(value)),
      );
      break;
    default:
      writeMessage(writer, number, () => timestamp(writer, value as string));
  }
}

function writeZero(writer: BinaryWriter, number: number, type: FieldType): void {
  if (type.form !== 'primitive') return;
  const isDelimited = type.primitive === 'string' || type.primitive === 'bytes';
  if (isDelimited) writer.tag(number, WireType.LengthDelimited).string('');
  else writer.tag(number, WireType.Varint).bool(false);
}

function writeFields(
  writer: BinaryWriter,
  fields: MessageFields,
  object: JsonObject,
  options: EncodeOptions,
): void {
  for (const [number, field] of fields) {
    if ('inline' in field) {
      writeMessage(writer, number, () => writeFields(writer, field.inline, object, options));
      continue;
    }
    const value = object[field.name];
    const { type } = field;
    if (value === undefined) {
      if (options.zeros === true && field.leavesZeroOut) writeZero(writer, number, type);
    } else if (type.form === 'map') {
      for (const [key, item] of Object.entries(value as JsonObject))
        writeMessage(writer, number, () => {
          writer.tag(1, WireType.LengthDelimited).string(key);
          writeOne(writer, 2, type.value, item, options);
        });
    } else if (type.form === 'list') {
      const isNumber = type.item.form === 'primitive' && type.item.primitive.startsWith('int3');
      if (options.packed === true && isNumber)
        writeMessage(writer, number, () => (value as number[]).forEach((item) => writer.int32(item)));
      else for (const item of value as unknown[]) writeOne(writer, number, type.item, item, options);
    } else {
      writeOne(writer, number, type, value, options);
    }
  }
  if (options.strangers !== true) return;
  writer.tag(900, WireType.Varint).uint64(2n ** 63n);
  writer.tag(901, WireType.Bit64).fixed64(1n).tag(902, WireType.Bit32).fixed32(1);
  writer.tag(903, WireType.StartGroup).tag(1, WireType.Varint).uint32(1).tag(903, WireType.EndGroup);
  writer.tag(904, WireType.LengthDelimited).string('unknown');
}

/** Writes an object as a message of its definition. */
export function encodeMessage(
  definition: string,
  object: JsonObject,
  options: EncodeOptions = {},
): Uint8Array {
  const writer = new BinaryWriter();
  writeFields(writer, messageFieldsOf(definition), object, options);
  return writer.finish();
}

/** Puts a message into the layer that every body has. */
export function envelope(apiVersion: string, kind: string, message: Uint8Array): Buffer {
  const writer = new BinaryWriter();
  writeMessage(writer, 1, () => {
    writer.tag(1, WireType.LengthDelimited).string(apiVersion).tag(2, WireType.LengthDelimited).string(kind);
  });
  writer.tag(2, WireType.LengthDelimited).bytes(message);
  writer.tag(3, WireType.LengthDelimited).string('').tag(4, WireType.LengthDelimited).string('');
  return Buffer.concat([Buffer.from('k8s\0'), writer.finish()]);
}
