import { usageError } from '../errors.ts';

/** One condition on a label or an annotation. */
export type Requirement = Readonly<{
  key: string;
  operator: 'in' | 'notin' | 'exists' | '!' | '>' | '<';
  values: readonly string[];
}>;

/** What a selector is about: annotations have the same keys as labels, but may hold any text. */
export type SelectorSubject = 'label' | 'annotation';

const NAME = String.raw`[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?`;
const KEY = new RegExp(String.raw`^(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?${NAME}$`);
const LABEL_VALUE = new RegExp(`^(?:${NAME})?$`);
const INTEGER = /^-?[0-9]{1,18}$/;
const TOKEN = /\s+|==|!=|[=!,()<>]|[^\s=!,()<>]+/g;

/**
 * Reads `app=podder,role in (a, b),!sick,size>3` as kubectl does: requirements that must all hold, none in an empty text.
 *
 * Source: apimachinery/pkg/labels/selector.go.
 * @throws {ChaosError} CHAOS_USAGE where it is malformed, naming the part.
 */
export function parseSelector(text: string, subject: SelectorSubject = 'label'): readonly Requirement[] {
  const tokens = (text.match(TOKEN) ?? []).filter((token) => token.trim() !== '');
  if (tokens.length === 0) return [];
  const reader = new TokenReader(tokens, text, subject);
  const requirements = [readRequirement(reader)];
  while (reader.take(',')) requirements.push(readRequirement(reader));
  if (reader.peek() !== undefined) throw reader.expected('a comma or the end');
  return requirements;
}

/** Says whether labels or annotations meet all requirements. One that is absent meets `!=` and `notin`. */
export function matchesSelector(
  requirements: readonly Requirement[],
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'exists':
        return value !== undefined;
      case '!':
        return value === undefined;
      case 'in':
        return value !== undefined && values.includes(value);
      case 'notin':
        return value === undefined || !values.includes(value);
      default:
        return value !== undefined && isBeyond(value, operator, values[0] ?? '');
    }
  });
}

function isBeyond(value: string, operator: '>' | '<', bound: string): boolean {
  if (!INTEGER.test(value)) return false;
  return operator === '>' ? BigInt(value) > BigInt(bound) : BigInt(value) < BigInt(bound);
}

function readRequirement(reader: TokenReader): Requirement {
  const absent = reader.take('!');
  const key = reader.word('a key');
  if (!KEY.test(key)) throw reader.wrong(`a ${reader.subject}'s key`, key);
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
      return { key, operator: operator === '!=' ? 'notin' : 'in', values: [readValue(reader)] };
    case 'in':
    case 'notin':
      reader.next();
      return { key, operator, values: readList(reader) };
    case '>':
    case '<': {
      reader.next();
      const bound = reader.word('a whole number');
      if (!INTEGER.test(bound)) throw reader.wrong(`a whole number behind ${operator}`, bound);
      return { key, operator, values: [bound] };
    }
    default:
      throw reader.expected('=, ==, !=, in, notin, >, < or a comma');
  }
}

function readList(reader: TokenReader): string[] {
  if (!reader.take('(')) throw reader.expected('values in brackets');
  const values = [readValue(reader)];
  while (reader.take(',')) values.push(readValue(reader));
  if (!reader.take(')')) throw reader.expected('a comma or a closing bracket');
  return values;
}

/** A value; an empty one is written as nothing. */
function readValue(reader: TokenReader): string {
  const next = reader.peek();
  if (next === undefined || next === ',' || next === ')') return '';
  const word = reader.word('a value');
  if (reader.subject === 'label' && !LABEL_VALUE.test(word)) throw reader.wrong("a label's value", word);
  return word;
}

/** Walks through the tokens and says where it is when one is wrong. */
class TokenReader {
  readonly subject: SelectorSubject;
  readonly #tokens: readonly string[];
  readonly #text: string;
  #index = 0;

  constructor(tokens: readonly string[], text: string, subject: SelectorSubject) {
    this.#tokens = tokens;
    this.#text = text;
    this.subject = subject;
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
    if (token === undefined || /^[=!,()<>]/.test(token)) throw this.expected(what);
    this.#index++;
    return token;
  }

  expected(what: string): Error {
    const token = this.peek();
    return this.wrong(what, token);
  }

  wrong(what: string, got: string | undefined): Error {
    const shown = got === undefined ? 'the end' : JSON.stringify(got);
    return usageError(
      `${this.subject} selector ${JSON.stringify(this.#text)}: expected ${what}, got ${shown}`,
    );
  }
}
