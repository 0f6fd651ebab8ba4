import { fieldsOf, type FieldType } from '../schema/fields.ts';
import numbers from './field-numbers.json' with { type: 'json' };

/** What a number stands for in a message. */
export type MessageField =
  | Readonly<{
      name: string;
      type: FieldType;
      /** Whether JSON leaves a zero out: Go then can't tell it from nothing, but protobuf writes it all the same. */
      leavesZeroOut: boolean;
    }>
  /** A message of which JSON puts the fields beside the others. */
  | Readonly<{ inline: MessageFields }>;

/** The fields of a message by number. */
export type MessageFields = ReadonlyMap<number, MessageField>;

type Table = Readonly<{ [number: string]: string | Table }>;

const TABLES = numbers as unknown as Readonly<Record<string, Table>>;

const known = new Map<string, MessageFields>();

function unpack(table: Table, definition: string): MessageFields {
  const types = fieldsOf(definition);
  const fields = new Map<number, MessageField>();
  for (const [number, word] of Object.entries(table)) {
    if (typeof word === 'object') {
      fields.set(Number(number), { inline: unpack(word, definition) });
      continue;
    }
    const leavesZeroOut = word.endsWith('?');
    const name = leavesZeroOut ? word.slice(0, -1) : word;
    const field = types.get(name);
    if (field === undefined) throw new RangeError(`expected a field of ${definition}, got ${name}`);
    fields.set(Number(number), { name, type: field.type, leavesZeroOut });
  }
  return fields;
}

/** The fields of a definition (`V1PodSpec`) as a message has them. Unpacked at first use. */
export function messageFieldsOf(definition: string): MessageFields {
  const ready = known.get(definition);
  if (ready !== undefined) return ready;
  const fields = unpack(TABLES[definition] ?? {}, definition);
  known.set(definition, fields);
  return fields;
}
