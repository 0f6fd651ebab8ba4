import { WireType } from '@bufbuild/protobuf/wire';
import { ParseError } from '../schema/parse.ts';
import { expectWireType, readFields, type FieldReader } from './wire-reader.ts';

/** The media type of bodies that are read here. */
export const PROTOBUF_MEDIA_TYPE = 'application/vnd.kubernetes.protobuf';

/** A body with its outermost layer off; what it does not say is ''. */
export type Envelope = Readonly<{ apiVersion: string; kind: string; message: Uint8Array }>;

/** What each body starts with. Source: apimachinery/pkg/runtime/serializer/protobuf/protobuf.go. */
const PREFIX = Buffer.from('k8s\0');

function textInto(field: string, keep: (text: string) => void): FieldReader {
  return (reader, tag) => {
    expectWireType(tag, WireType.LengthDelimited, field);
    keep(reader.string());
  };
}

/**
 * Takes a body apart: which kind it says it is of, and the bytes of the object. Encoding and type of the content are
 * passed over, as in Kubernetes. Throws ParseError. Source: apimachinery/pkg/runtime/generated.proto (Unknown).
 */
export function openEnvelope(body: Uint8Array): Envelope {
  if (body.length === 0) throw new ParseError('empty data');
  if (Buffer.compare(body.subarray(0, PREFIX.length), PREFIX) !== 0) {
    const prefix = `[${[...PREFIX].join(' ')}]`;
    throw new ParseError(`provided data does not appear to be a protobuf message, expected prefix ${prefix}`);
  }
  if (body.length === PREFIX.length) throw new ParseError('empty body');
  const envelope: { -readonly [Part in keyof Envelope]: Envelope[Part] } = {
    apiVersion: '',
    kind: '',
    message: new Uint8Array(),
  };
  const typeMeta: Record<number, FieldReader> = {
    1: textInto('APIVersion', (text) => void (envelope.apiVersion = text)),
    2: textInto('Kind', (text) => void (envelope.kind = text)),
  };
  const unknown: Record<number, FieldReader> = {
    1: (reader, tag) => {
      expectWireType(tag, WireType.LengthDelimited, 'TypeMeta');
      readFields(reader.bytes(), (number) => typeMeta[number]);
    },
    2: (reader, tag) => {
      expectWireType(tag, WireType.LengthDelimited, 'Raw');
      envelope.message = reader.bytes();
    },
  };
  readFields(body.subarray(PREFIX.length), (number) => unknown[number]);
  return envelope;
}
