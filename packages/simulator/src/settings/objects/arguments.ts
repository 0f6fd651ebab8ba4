import type { JsonField } from './json-field.ts';
import type { Found } from './variables.ts';

/** All flags of packages/podder/src/settings.ts: each takes a value, which the next argument may be. */
export const PODDER_FLAGS: readonly string[] = [
  'http',
  'health',
  'symptomDelay',
  'healthDelay',
  'sneezeInterval',
  'sneezeTimeout',
  'maxSneezesInFlight',
  'sneezeBreaker',
  'startJitter',
  'death',
  'lives',
  'immunity',
  'logLevel',
  'startDelay',
  'frenzyDuration',
  'strain',
];

/**
 * The flags among a container's command and arguments, by name, the last of each: `-flag=value`, `-flag value`, or with two dashes.
 * What is no flag of a podder is passed over: the name of its program may be in front.
 */
export function readArguments(
  container: JsonField,
  expand: (text: string) => string,
): ReadonlyMap<string, Found> {
  const words = [...container.field('command').list(), ...container.field('args').list()];
  const flags = new Map<string, Found>();
  for (let index = 0; index < words.length; index++) {
    const field = words[index]!;
    const [, name = '', assigned] = /^--?([A-Za-z][^=]*)(?:=(.*))?$/s.exec(expand(field.text(''))) ?? [];
    if (!PODDER_FLAGS.includes(name)) continue;
    const next = assigned === undefined ? words[++index] : undefined;
    const text = assigned ?? (next === undefined ? undefined : expand(next.text('')));
    if (text === undefined) throw field.wrong(`a value after -${name}`);
    flags.set(name, { name: `-${name}`, text, field: next ?? field });
  }
  return flags;
}
