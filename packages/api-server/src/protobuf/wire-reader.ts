import { BinaryReader, type WireType } from '@bufbuild/protobuf/wire';
import { ParseError } from '../schema/parse.ts';

/** Most groups that a field that is passed over may nest: no message of the API has any. */
const MAX_SKIPPED_DEPTH = 8;

/** How a field begins: its number, and how what follows is to be read. */
export type Tag = readonly [number: number, wireType: WireType];

/**
 * Reads one message from its bytes, each call one thing more. All throw ParseError where the bytes don't have it, with the
 * place in the API's own words as far as it is known.
 */
export type WireReader = Readonly<{
  atEnd: () => boolean;
  tag: () => Tag;
  boolean: () => boolean;
  int32: () => number;
  int64: () => number;
  string: () => string;
  bytes: () => Uint8Array;
  skip: (tag: Tag) => void;
}>;

function guarded<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    // Of what the reader throws, only this type tells that bytes were missing. Source: gogo/protobuf's messages.
    throw new ParseError(
      error instanceof RangeError ? 'unexpected EOF' : `proto: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}

/** A reader of the bytes of one message. */
export function createWireReader(bytes: Uint8Array): WireReader {
  const reader = new BinaryReader(bytes);
  return {
    atEnd: () => reader.pos >= reader.len,
    tag: () => guarded(() => reader.tag()),
    boolean: () => guarded(() => reader.bool()),
    int32: () => guarded(() => reader.int32()),
    // As JSON.parse has them: exact as far as 2^53.
    int64: () => Number(guarded(() => reader.int64())),
    string: () => guarded(() => reader.string()),
    bytes: () => guarded(() => reader.bytes()),
    skip: ([number, wireType]) => void guarded(() => reader.skip(wireType, number, MAX_SKIPPED_DEPTH)),
  };
}

/** Refuses a field that is written otherwise than its type. Source: the `Unmarshal` methods of generated.pb.go. */
export function expectWireType([, wireType]: Tag, expected: WireType, field: string): void {
  if (wireType === expected) return;
  const name = field.charAt(0).toUpperCase() + field.slice(1);
  throw new ParseError(`proto: wrong wireType = ${wireType} for field ${name}`);
}

/** What reads one field where it is known. */
export type FieldReader = (reader: WireReader, tag: Tag) => void;

/** Reads all fields of a message in their order; those that `readerOf` has nothing for are passed over. */
export function readFields(bytes: Uint8Array, readerOf: (number: number) => FieldReader | undefined): void {
  const reader = createWireReader(bytes);
  while (!reader.atEnd()) {
    const tag = reader.tag();
    const read = readerOf(tag[0]);
    if (read === undefined) reader.skip(tag);
    else read(reader, tag);
  }
}
