import { isRecord } from '@pod-contagion/notations';
import { describeError } from '@pod-contagion/errors';
import { ToxicsError } from '../errors.ts';

/** What a field has to be, for the message where it is not. */
export type FieldType<T> = Readonly<{ expected: string; is: (value: unknown) => value is T }>;

/** A text. */
export const TEXT: FieldType<string> = { expected: 'a text', is: (value) => typeof value === 'string' };
/** A switch. */
export const SWITCH: FieldType<boolean> = {
  expected: 'true or false',
  is: (value) => typeof value === 'boolean',
};
/** Any number. */
export const NUMBER: FieldType<number> = { expected: 'a number', is: (value) => typeof value === 'number' };
/** A whole number that is not negative. */
export const WHOLE: FieldType<number> = {
  expected: 'a whole number from 0',
  is: (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0,
};

/** An error that says what is wrong with a body, in Toxiproxy's first words. */
export function badBody(why: string, cause?: unknown): ToxicsError {
  return new ToxicsError('TOXICS_BAD_BODY', `bad request body: ${why}`, { cause });
}

/**
 * Reads a body as JSON, whatever type it says it has.
 * @throws {ToxicsError} TOXICS_BAD_BODY
 */
export function parseBody(text: string): unknown {
  // Go's word for a body that holds nothing.
  if (text.trim() === '') throw badBody('EOF');
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw badBody(describeError(cause), cause);
  }
}

/** The fields of one object of a body. */
export class Fields {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #where: string;

  /**
   * @param where stands before the name of a field in messages, such as `attributes.`
   * @throws {ToxicsError} TOXICS_BAD_BODY where it is no object
   */
  constructor(value: unknown, where = '') {
    if (!isRecord(value)) {
      throw badBody(
        `expected ${where === '' ? 'an object' : `${where.slice(0, -1)} to be an object`}, got ${shown(value)}`,
      );
    }
    // Go's reader of JSON does not mind the case of names, and takes null for nothing.
    const entries = Object.entries(value).filter(([, each]) => each !== null);
    this.#values = new Map(entries.map(([name, each]) => [name.toLowerCase(), each]));
    this.#where = where;
  }

  /**
   * One of them, or the fallback where it is not given.
   * @throws {ToxicsError} TOXICS_BAD_BODY where it is something else
   */
  read<T>(name: string, type: FieldType<T>, fallback: T): T {
    const value = this.#values.get(name);
    if (value === undefined) return fallback;
    if (type.is(value)) return value;
    throw badBody(`expected ${this.#where}${name} to be ${type.expected}, got ${shown(value)}`);
  }

  /** The fields of an object in it; none where it is not given. */
  within(name: string): Fields {
    return new Fields(this.#values.get(name) ?? {}, `${this.#where}${name}.`);
  }
}

/** A value in a message, cut where it is long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
