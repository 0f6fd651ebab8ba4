import { usageError, type ChaosError } from '../../errors.ts';

/** What a number may be. */
export type NumberRange = Readonly<{ from: number; to: number; whole?: boolean }>;

const MOST_CHARACTERS_SHOWN = 80;

/** The fields of one JSON object, read strictly: each read says what it expects, and fields nobody knows are an error. */
export class Fields {
  readonly path: string;
  readonly #object: Readonly<Record<string, unknown>>;

  /** @throws {ChaosError} CHAOS_USAGE where `value` is no object or has a field that is not among `known`. */
  constructor(value: unknown, path: string, known: readonly string[]) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw expected(path, `an object with ${known.join(', ')}`, value);
    for (const name of Object.keys(value))
      if (!known.includes(name))
        throw expected(
          path,
          `to have ${known.length === 0 ? 'nothing' : `only ${known.join(', ')}`}`,
          name,
          'a field',
        );
    this.path = path;
    this.#object = value as Readonly<Record<string, unknown>>;
  }

  /** Says whether a field is there; one that is undefined is not. */
  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get(name: string): unknown {
    return Object.hasOwn(this.#object, name) ? this.#object[name] : undefined;
  }

  number(name: string, range: NumberRange): number {
    const value = this.get(name);
    const kind = range.whole === true ? 'a whole number' : 'a number';
    if (
      typeof value !== 'number' ||
      !(value >= range.from && value <= range.to) ||
      (range.whole === true && !Number.isSafeInteger(value))
    )
      throw this.expected(name, `${kind} from ${range.from} to ${range.to}`);
    return value;
  }

  choice<const T extends string | boolean>(name: string, choices: readonly T[]): T {
    const value = choices.find((choice) => choice === this.get(name));
    if (value === undefined) throw this.expected(name, `one of ${choices.join(', ')}`);
    return value;
  }

  list(name: string, most: number): readonly unknown[] {
    const value = this.get(name);
    if (!Array.isArray(value) || value.length > most)
      throw this.expected(name, `a list of at most ${most} items`);
    return value;
  }

  /** The error that says what a field was expected to be. */
  expected(name: string, what: string): ChaosError {
    return expected(`${this.path}.${name}`, what, this.get(name));
  }
}

/** The error that says what was expected of a value at a path, and what was got. */
export function expected(path: string, what: string, value: unknown, got?: string): ChaosError {
  const shown =
    value === undefined ? 'nothing' : ((JSON.stringify(value) as string | undefined) ?? typeof value);
  const cut = shown.length > MOST_CHARACTERS_SHOWN ? `${shown.slice(0, MOST_CHARACTERS_SHOWN)}...` : shown;
  return usageError(`${path}: expected ${what}, got ${got === undefined ? '' : `${got} `}${cut}`);
}
