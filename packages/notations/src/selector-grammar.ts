import type { LabelRequirement } from './label-selector.ts';

/** What is read, and how to say what is wrong with it. */
export type Reading = Readonly<{
  text: string;
  subject: 'label' | 'annotation';
  isInteger: (value: string) => boolean;
  wrong: (expected: string, got: string) => Error;
}>;

const NAME = String.raw`[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?`;
const LABEL_VALUE = new RegExp(`^(?:${NAME})?$`);
const WHOLE_NAME = new RegExp(`^${NAME}$`);
/** Source: apimachinery/pkg/util/validation (`IsDNS1123Subdomain`). */
const PREFIX = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const MAX_PREFIX_LENGTH = 253;

const TOKEN = /\s+|==|!=|[=!,()<>]|[^\s=!,()<>]+/g;
const SPECIAL = /^[=!,()<>]/;

/**
 * Reads requirements in the grammar of apimachinery.
 *
 * Source: apimachinery/pkg/labels/selector.go (`Parser`).
 */
export function readRequirements(reading: Reading): LabelRequirement[] {
  const reader = new TokenReader(reading);
  const requirements: LabelRequirement[] = [];
  if (reader.peek() === undefined) return requirements;
  do requirements.push(readRequirement(reader, reading));
  while (reader.take(','));
  if (reader.peek() !== undefined) throw reader.expected('a comma or the end');
  return requirements;
}

function readRequirement(reader: TokenReader, { subject, isInteger }: Reading): LabelRequirement {
  const absent = reader.take('!');
  const key = reader.word('a key');
  if (!isKey(key)) throw reader.wrong(`a ${subject}'s key`, key);
  if (absent) return { key, operator: '!', values: [] };
  const operator = reader.peek();
  switch (operator) {
    case undefined:
    case ',':
      return { key, operator: 'exists', values: [] };
    case '=':
    case '==':
    case '!=':
      reader.next();
      return { key, operator: operator === '!=' ? 'notin' : 'in', values: [readValue(reader, subject)] };
    case 'in':
    case 'notin':
      reader.next();
      return { key, operator, values: readList(reader, subject) };
    case '>':
    case '<': {
      reader.next();
      const bound = reader.word('a whole number');
      if (!isInteger(bound)) throw reader.wrong(`a whole number behind ${operator}`, bound);
      return { key, operator, values: [bound] };
    }
    default:
      throw reader.expected('=, ==, !=, in, notin, >, < or a comma');
  }
}

/** Source: apimachinery/pkg/util/validation (`IsQualifiedName`). */
function isKey(key: string): boolean {
  const slash = key.indexOf('/');
  const prefix = key.slice(0, Math.max(slash, 0));
  return (
    WHOLE_NAME.test(key.slice(slash + 1)) &&
    (slash === -1 || (prefix.length <= MAX_PREFIX_LENGTH && PREFIX.test(prefix)))
  );
}

function readList(reader: TokenReader, subject: Reading['subject']): string[] {
  if (!reader.take('(')) throw reader.expected('values in brackets');
  const values: string[] = [];
  do values.push(readValue(reader, subject));
  while (reader.take(','));
  if (!reader.take(')')) throw reader.expected('a comma or a closing bracket');
  return values;
}

/** A value; an empty one is written as nothing. */
function readValue(reader: TokenReader, subject: Reading['subject']): string {
  const next = reader.peek();
  if (next === undefined || next === ',' || next === ')') return '';
  const word = reader.word('a value');
  if (subject === 'label' && !LABEL_VALUE.test(word)) throw reader.wrong("a label's value", word);
  return word;
}

/** Walks through the tokens and says where it is when one is wrong. */
class TokenReader {
  readonly #tokens: readonly string[];
  readonly #wrong: Reading['wrong'];
  #index = 0;

  constructor({ text, wrong }: Reading) {
    this.#tokens = (text.match(TOKEN) ?? []).filter((token) => token.trim() !== '');
    this.#wrong = wrong;
  }

  peek(): string | undefined {
    return this.#tokens[this.#index];
  }

  next(): string | undefined {
    return this.#tokens[this.#index++];
  }

  take(token: string): boolean {
    if (this.peek() !== token) return false;
    this.#index++;
    return true;
  }

  word(what: string): string {
    const token = this.peek();
    if (token === undefined || SPECIAL.test(token)) throw this.expected(what);
    this.#index++;
    return token;
  }

  expected(what: string): Error {
    return this.wrong(what, this.peek());
  }

  wrong(what: string, got: string | undefined): Error {
    return this.#wrong(what, got === undefined ? 'the end' : JSON.stringify(got));
  }
}
