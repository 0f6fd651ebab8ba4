import fc from 'fast-check';
import t from 'tap';
import { ApiError } from '../../src/machinery/api-error.ts';
import { decodeMessage } from '../../src/protobuf/index.ts';
import { messageFieldsOf, type MessageFields } from '../../src/protobuf/message-fields.ts';
import { decodeObject } from '../../src/decoding/decode-object.ts';
import type { FieldType, Primitive } from '../../src/schema/fields.ts';
import { encodeMessage, envelope } from './encode.ts';

const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const KINDS = [
  'V1Pod',
  'V1Deployment',
  'V1Service',
  'V1Node',
  'V1ConfigMap',
  'CoreV1Event',
  'V1DeleteOptions',
];

const time = fc
  .integer({ min: 0, max: 4_000_000_000 })
  .map((seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`);

const PRIMITIVES: Record<Primitive, fc.Arbitrary<unknown>> = {
  string: fc.string({ unit: 'grapheme', maxLength: 12 }),
  boolean: fc.boolean(),
  int32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  int64: fc.maxSafeInteger(),
  'int-or-string': fc.oneof(fc.string(), fc.integer()),
  quantity: fc.constantFrom('0', '1', '500m', '1Gi', '-3'),
  time,
  'micro-time': fc
    .tuple(time, fc.integer({ min: 0, max: 999_999 }))
    .map(([text, micros]) => text.replace('Z', `.${String(micros).padStart(6, '0')}Z`)),
  bytes: fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  any: fc.constantFrom({}, { 'f:a': { '.': {} } }, [1]),
};

function valueOf(type: FieldType): fc.Arbitrary<unknown> {
  if (type.form === 'primitive') return PRIMITIVES[type.primitive];
  if (type.form === 'list') return fc.array(valueOf(type.item), { minLength: 1, maxLength: 2 });
  if (type.form === 'map')
    return fc.dictionary(fc.string({ maxLength: 5 }), valueOf(type.value), {
      minKeys: 1,
      maxKeys: 2,
      noNullPrototype: true,
    });
  return objectOf(type.definition);
}

function fieldsIn(fields: MessageFields): [string, fc.Arbitrary<unknown>][] {
  return [...fields.values()].flatMap((field) => {
    if ('inline' in field) return fieldsIn(field.inline);
    const value = valueOf(field.type);
    return [[field.name, field.leavesZeroOut ? value.filter((one) => Boolean(one)) : value]];
  });
}

const known = new Map<string, fc.Arbitrary<Record<string, unknown>>>();

/** Objects of a definition with one or two of its fields, so that they stay small at any depth. */
function objectOf(definition: string): fc.Arbitrary<Record<string, unknown>> {
  const ready = known.get(definition);
  if (ready !== undefined) return ready;
  const fields = fieldsIn(messageFieldsOf(definition));
  const made = fc
    .subarray(fields, { maxLength: Math.min(2, fields.length) })
    .chain((chosen) => fc.record(Object.fromEntries(chosen), { noNullPrototype: true }));
  known.set(definition, made);
  return made;
}

const anObject = fc
  .constantFrom(...KINDS)
  .chain((definition) => objectOf(definition).map((object) => ({ definition, object })));

t.test('what is written is read, with zeros, unknown fields and packed numbers or without', async (t) => {
  const options = fc.record({ zeros: fc.boolean(), strangers: fc.boolean(), packed: fc.boolean() });
  fc.assert(
    fc.property(anObject, options, ({ definition, object }, how) => {
      t.strictSame(decodeMessage(definition, encodeMessage(definition, object, how)), object);
    }),
    { numRuns: 300 },
  );
});

/** What becomes of a body; anything but an answer in the API's own form is thrown on. */
function codeOf(body: Buffer): number {
  try {
    decodeObject(body, PROTOBUF, 'V1Pod', { apiVersion: 'v1', kind: 'Pod' }, 'Strict');
    return 200;
  } catch (error) {
    if (error instanceof ApiError) return error.status.code ?? 0;
    throw error;
  }
}

t.test('garbage is refused, never worse', async (t) => {
  const codes = new Set<number>();
  const garbage = fc.uint8Array({ maxLength: 60 });
  fc.assert(
    fc.property(garbage, fc.nat({ max: 2 }), (bytes, layers) => {
      const body = Buffer.from(bytes);
      const within = layers === 0 ? body : Buffer.concat([Buffer.from('k8s\0'), body]);
      codes.add(codeOf(layers === 2 ? envelope('v1', 'Pod', body) : within));
    }),
    { numRuns: 1000 },
  );
  const damage = fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.nat());
  fc.assert(
    fc.property(objectOf('V1Pod'), damage, (object, [at, byte, end]) => {
      const message = encodeMessage('V1Pod', object, { zeros: true });
      if (message.length === 0) return;
      message[at % message.length] = byte;
      codes.add(codeOf(envelope('v1', 'Pod', message.subarray(0, 1 + (end % message.length)))));
    }),
    { numRuns: 1000 },
  );
  t.same(codes, new Set([200, 400]));
});
