import { SimulatorError } from '../../errors.ts';
import { shown } from '../shown.ts';

/**
 * A value of an object of the API, with the place where it stands. What is null is absent, as Kubernetes reads it.
 * All that is asked of it throws SIMULATOR_MANIFEST, naming the place, where it is of another kind than asked for.
 */
export class JsonField {
  readonly value: unknown;
  readonly #object: string;
  readonly #path: string;

  constructor(value: unknown, object: string, path = '') {
    this.value = value ?? undefined;
    this.#object = object;
    this.#path = path;
  }

  /** Whether there is nothing. */
  get isAbsent(): boolean {
    return this.value === undefined;
  }

  /** The field of this name; absent where there is none, or nothing to have one. */
  field(name: string): JsonField {
    const path = this.#path === '' ? name : `${this.#path}.${name}`;
    if (this.isAbsent) return new JsonField(undefined, this.#object, path);
    const fields = this.#fields();
    return new JsonField(Object.hasOwn(fields, name) ? fields[name] : undefined, this.#object, path);
  }

  /** The field that these names lead to. */
  at(...names: readonly string[]): JsonField {
    return names.reduce<JsonField>((field, name) => field.field(name), this);
  }

  /** Its elements; none where it is absent. */
  list(): readonly JsonField[] {
    if (this.isAbsent) return [];
    if (!Array.isArray(this.value)) throw this.wrong('a list');
    return this.value.map((each, index) => new JsonField(each, this.#object, `${this.#path}[${index}]`));
  }

  /** Its text; `fallback` where it is absent. */
  text<T>(fallback: T): string | T {
    if (this.isAbsent) return fallback;
    if (typeof this.value !== 'string') throw this.wrong('a text');
    return this.value;
  }

  /** Its fields that are texts, such as labels. */
  texts(): ReadonlyMap<string, string> {
    if (this.isAbsent) return new Map();
    return new Map(Object.keys(this.#fields()).map((name) => [name, this.field(name).text('')]));
  }

  /** Its whole number within bounds; `fallback` where it is absent. */
  wholeNumber(fallback: number, least: number, most: number): number {
    if (this.isAbsent) return fallback;
    const { value } = this;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw this.wrong(`a whole number from ${least} to ${most}`);
  }

  /** The error for what is not what is expected. */
  wrong(expected: string, got: unknown = this.value): SimulatorError {
    const what = got === undefined ? 'nothing' : shown(got);
    return new SimulatorError('SIMULATOR_MANIFEST', `${this.place}: expected ${expected}, got ${what}`);
  }

  /** Where it stands: `Deployment generic: spec.replicas`. */
  get place(): string {
    return this.#path === '' ? this.#object : `${this.#object}: ${this.#path}`;
  }

  #fields(): Readonly<Record<string, unknown>> {
    const { value } = this;
    if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
    throw this.wrong('an object');
  }
}
