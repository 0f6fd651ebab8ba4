import { ExperimentError } from '../errors.ts';
import { isObject, kindOf, type Json, type JsonObject } from '../json.ts';
import type { Values } from './substitute.ts';

/** The environment of the process, or a stand-in. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a value that comes from elsewhere may be made to: the names that Chaos Toolkit takes. */
const TYPES: Readonly<Record<string, (text: string) => Json | undefined>> = {
  str: (text) => text,
  string: (text) => text,
  int: wholeNumber,
  integer: wholeNumber,
  float: realNumber,
  number: realNumber,
  bool: (text) => !['false', '0', 'no'].includes(text.toLowerCase()),
  json: (text) => {
    try {
      return text === '' ? '' : (JSON.parse(text) as Json);
    } catch {
      return undefined;
    }
  },
};

/** Names of the types, for messages and the schema. */
export const VALUE_TYPES: readonly string[] = Object.keys(TYPES);

/**
 * Makes a value of a text by the name of a type; text where there is none.
 * @throws {ExperimentError} EXPERIMENT_VARIABLE; the text itself is not told, as it may be a secret
 */
export function readTyped(what: string, text: string, type = 'str'): Json {
  const read = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (read === undefined) {
    throw new ExperimentError(
      'EXPERIMENT_VARIABLE',
      `${what}: expected a type of ${VALUE_TYPES.join(', ')}, got ${type}`,
    );
  }
  const value = read(text);
  if (value !== undefined) return value;
  throw new ExperimentError(
    'EXPERIMENT_VARIABLE',
    `${what}: expected a value of type ${type}, got another text`,
  );
}

/**
 * Reads configuration and secrets: from the file itself, or by `{type: env, key}` from the environment, with a `default`.
 * `given` are values from the command line, which win. A `{type: probe}` of the configuration stays as it is: it is asked
 * when the experiment begins.
 *
 * Source: chaoslib/configuration.py and chaoslib/secret.py of chaostoolkit-lib.
 * @throws {ExperimentError} EXPERIMENT_VARIABLE
 */
export function loadValues(
  experiment: Readonly<{ configuration?: JsonObject; secrets?: JsonObject }>,
  env: Environment,
  given: JsonObject = {},
): Values {
  const configuration = Object.entries({ ...experiment.configuration }).map(([name, declared]) => {
    const value = Object.hasOwn(given, name) ? (given[name] ?? null) : declared;
    return [name, isFromEnv(value) ? fromEnv(`configuration.${name}`, value, env) : value] as const;
  });
  return {
    // A value that no configuration declares is known as well: it was asked for by name.
    configuration: { ...given, ...Object.fromEntries(configuration) },
    secrets: loadSecrets(experiment.secrets ?? {}, env, 'secrets'),
  };
}

function loadSecrets(secrets: JsonObject, env: Environment, path: string): JsonObject {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => {
      const at = `${path}.${name}`;
      if (isFromEnv(value)) return [name, fromEnv(at, { ...value, default: undefined }, env)];
      return [name, isObject(value) ? loadSecrets(value, env, at) : value];
    }),
  );
}

type FromEnv = Readonly<{ type: 'env'; key: string; default?: Json | undefined; env_var_type?: string }>;

function isFromEnv(value: Json): value is FromEnv & JsonObject {
  return isObject(value) && value['type'] === 'env' && typeof value['key'] === 'string';
}

function fromEnv(
  what: string,
  { key, default: fallback, env_var_type: type }: FromEnv,
  env: Environment,
): Json {
  const text = env[key];
  if (text !== undefined) return readTyped(what, text, type);
  if (typeof fallback === 'string') return readTyped(what, fallback, type);
  if (fallback !== undefined) return fallback;
  throw new ExperimentError(
    'EXPERIMENT_VARIABLE',
    `${what}: expected the variable ${key} in the environment, got ${kindOf(text)}`,
  );
}

function wholeNumber(text: string): number | undefined {
  return /^\s*[-+]?\d{1,15}\s*$/.test(text) ? Number(text) : undefined;
}

function realNumber(text: string): number | undefined {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
}
