import { WireType } from '@bufbuild/protobuf/wire';
import { ParseError, parseJson } from '../schema/parse.ts';
import { expectWireType, readFields, type FieldReader } from './wire-reader.ts';

/** The seconds of the years 1 to 9999, which are all that a time may be in. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

const MICROSECONDS = 1_000_000;

function int(wanted: 'int32' | 'int64', field: string, keep: (value: number) => void): FieldReader {
  return (reader, tag) => {
    expectWireType(tag, WireType.Varint, field);
    keep(reader[wanted]());
  };
}

function text(field: string, keep: (value: string) => void): FieldReader {
  return (reader, tag) => {
    expectWireType(tag, WireType.LengthDelimited, field);
    keep(reader.string());
  };
}

function readAll(bytes: Uint8Array, readers: Readonly<Record<number, FieldReader>>): void {
  readFields(bytes, (number) => readers[number]);
}

/** A quantity; what it may be is for the schema to say. Source: apimachinery/pkg/api/resource/quantity_proto.go. */
export function readQuantity(bytes: Uint8Array): string {
  let quantity = '0';
  readAll(bytes, { 1: text('String_', (value) => void (quantity = value)) });
  return quantity;
}

/** A number or a string, as the message says. Source: apimachinery/pkg/util/intstr/generated.proto. */
export function readIntOrString(bytes: Uint8Array): number | string {
  const found = { type: 0, int: 0, string: '' };
  readAll(bytes, {
    1: int('int64', 'Type', (value) => void (found.type = value)),
    2: int('int32', 'IntVal', (value) => void (found.int = value)),
    3: text('StrVal', (value) => void (found.string = value)),
  });
  if (found.type > 1 || found.type < 0) throw new ParseError('impossible IntOrString.Type');
  return found.type === 0 ? found.int : found.string;
}

function readTimestamp(bytes: Uint8Array): { seconds: number; nanos: number } {
  const found = { seconds: 0, nanos: 0 };
  readAll(bytes, {
    1: int('int64', 'Seconds', (value) => void (found.seconds = value)),
    2: int('int32', 'Nanos', (value) => void (found.nanos = value)),
  });
  return found;
}

function wholeSeconds(seconds: number): string {
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND)
    throw new ParseError('Time.MarshalJSON: year outside of range [0,9999]');
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}

/** A time in whole seconds, undefined for Go's zero. Source: apimachinery/pkg/apis/meta/v1/time_proto.go. */
export function readTime(bytes: Uint8Array): string | undefined {
  const { seconds } = readTimestamp(bytes);
  return bytes.length === 0 || seconds === FIRST_SECOND ? undefined : `${wholeSeconds(seconds)}Z`;
}

/** A time in microseconds, undefined for Go's zero. Source: apimachinery/pkg/apis/meta/v1/micro_time_proto.go. */
export function readMicroTime(bytes: Uint8Array): string | undefined {
  const { seconds, nanos } = readTimestamp(bytes);
  const micros = Math.trunc(nanos / 1000);
  const carried = Math.floor(micros / MICROSECONDS);
  const second = seconds + carried;
  const fraction = micros - carried * MICROSECONDS;
  if (bytes.length === 0 || (second === FIRST_SECOND && fraction === 0)) return undefined;
  return `${wholeSeconds(second)}.${String(fraction).padStart(6, '0')}Z`;
}

/** JSON within a message, undefined where there is none. Source: apimachinery/pkg/apis/meta/v1/types.go (FieldsV1). */
export function readRawJson(bytes: Uint8Array): unknown {
  let json = '';
  readAll(bytes, { 1: text('Raw', (value) => void (json = value)) });
  return json === '' ? undefined : parseJson(json, false).value;
}
