import definitions from './definitions.json' with { type: 'json' };

/** What a value that has no fields of its own may be. */
export type Primitive =
  | 'string'
  | 'boolean'
  | 'int32'
  | 'int64'
  | 'int-or-string'
  | 'quantity'
  | 'time'
  | 'micro-time'
  | 'bytes'
  | 'any';

/** What a field holds. */
export type FieldType =
  | Readonly<{ form: 'primitive'; primitive: Primitive }>
  | Readonly<{ form: 'object'; definition: string }>
  | Readonly<{ form: 'list'; item: FieldType }>
  | Readonly<{ form: 'map'; value: FieldType }>;

/** One field of a definition. */
export type Field = Readonly<{ type: FieldType; required: boolean }>;

const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = definitions;

const known = new Map<string, ReadonlyMap<string, Field>>();

function typeOf(word: string): FieldType {
  if (word.startsWith('[]')) return { form: 'list', item: typeOf(word.slice(2)) };
  if (word.startsWith('{}')) return { form: 'map', value: typeOf(word.slice(2)) };
  return /^[A-Z]/.test(word)
    ? { form: 'object', definition: word }
    : { form: 'primitive', primitive: word as Primitive };
}

/**
 * The fields of a definition (`V1PodSpec`) by their names on the wire. Unpacked at first use, as most definitions are
 * never met. Throws RangeError for a name that is none.
 */
export function fieldsOf(definition: string): ReadonlyMap<string, Field> {
  const ready = known.get(definition);
  if (ready !== undefined) return ready;
  const words = Object.hasOwn(WORDS, definition) ? WORDS[definition] : undefined;
  if (words === undefined) throw new RangeError(`expected the name of a definition, got ${definition}`);
  const fields = new Map<string, Field>();
  for (const [name, word] of Object.entries(words)) {
    const required = word.endsWith('!');
    fields.set(name, { type: typeOf(required ? word.slice(0, -1) : word), required });
  }
  known.set(definition, fields);
  return fields;
}

/** Whether there is a definition of this name. */
export function isDefinition(name: string): boolean {
  return Object.hasOwn(WORDS, name);
}

/** All definitions as they are written down, for what has to notice a change in them. */
export function definitionsText(): string {
  return JSON.stringify(WORDS);
}
