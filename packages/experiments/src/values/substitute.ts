import { isObject, type Json, type JsonObject } from '../json.ts';
import { pythonText } from './python.ts';

/** What `${name}` may stand for: the configuration first, then the groups of secrets in their order. */
export type Values = Readonly<{ configuration: JsonObject; secrets: JsonObject }>;

/** What Python's `string.Template` takes for a place to fill: `$$`, `$name`, `${name}`; capitals count. */
const PLACE = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*)\})/gi;

/**
 * Fills in the values, in texts at any depth. A text that is one `${name}` and nothing else becomes the value with its
 * type; within a longer text it is written as text. What nobody knows stays as it stands.
 *
 * Source: `substitute` in chaoslib/__init__.py of chaostoolkit-lib.
 */
export function substitute(data: Json, values: Values): Json {
  if (typeof data === 'string') return substituteText(data, values);
  if (Array.isArray(data)) return data.map((each) => substitute(each as Json, values));
  if (!isObject(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, each]) => [key, substitute(each, values)]));
}

/** Names that a value asks for, at any depth, each once. */
export function namesIn(data: Json): readonly string[] {
  const names = new Set<string>();
  const look = (value: Json): void => {
    if (typeof value === 'string') {
      for (const [, , named, braced] of value.matchAll(PLACE)) {
        const name = braced ?? named;
        if (name !== undefined) names.add(name);
      }
    } else if (Array.isArray(value)) for (const each of value) look(each as Json);
    else if (isObject(value)) for (const each of Object.values(value)) look(each);
  };
  look(data);
  return [...names];
}

/** Names that a value asks for and nobody knows, each once. */
export function unknownNames(data: Json, values: Values): readonly string[] {
  return namesIn(data).filter((name) => lookUp(name, values) === undefined);
}

function substituteText(text: string, values: Values): Json {
  const whole = /^\$\{([_a-z][_a-z0-9]*)\}$/i.exec(text)?.[1];
  const value = whole === undefined ? undefined : lookUp(whole, values);
  if (value !== undefined) return value;
  return text.replaceAll(PLACE, (place, escaped?: string, named?: string, braced?: string) => {
    if (escaped !== undefined) return '$';
    const found = lookUp(braced ?? named ?? '', values);
    return found === undefined ? place : pythonText(found);
  });
}

/** A value by its name; of secrets only what is in their groups has one. */
function lookUp(name: string, { configuration, secrets }: Values): Json | undefined {
  for (const group of [configuration, ...Object.values(secrets)]) {
    if (isObject(group) && Object.hasOwn(group, name)) return group[name];
  }
  return undefined;
}
