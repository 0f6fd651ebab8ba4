import type { JsonField } from './json-field.ts';

/** A value that a podder is given, under which name, and where it stands. */
export type Found = Readonly<{ name: string; text: string; field: JsonField }>;

/** A container's variables. */
export type Variables = Readonly<{
  /** The variable of this name; undefined where there is none, or where it is empty. */
  find: (name: string) => Found | undefined;
  /** Puts the values of variables into a text that names them: `$(NAME)`. */
  expand: (text: string) => string;
}>;

/**
 * Reads what `env` says; of several of one name the last counts.
 * @throws {SimulatorError} SIMULATOR_MANIFEST from `find`, for a value that stands elsewhere: `valueFrom`.
 */
export function readVariables(container: JsonField): Variables {
  const texts = new Map<string, string>();
  const places = new Map<string, JsonField>();
  const expand = (text: string): string => expandWith(text, texts);
  for (const variable of container.field('env').list()) {
    const name = variable.field('name').text('');
    places.set(name, variable);
    if (variable.field('valueFrom').isAbsent) texts.set(name, expand(variable.field('value').text('')));
    else texts.delete(name);
  }
  const find = (name: string): Found | undefined => {
    const place = places.get(name);
    if (place === undefined) return undefined;
    const text = texts.get(name);
    if (text === undefined) throw place.field('valueFrom').wrong(`a value of its own for ${name}`);
    return text === '' ? undefined : { name, text, field: place.field('value') };
  };
  return { find, expand };
}

/** `$$` is one `$`; a name that is not known stays as it is. Source: third_party/forked/golang/expansion/expand.go. */
function expandWith(text: string, texts: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (whole: string, name: string) =>
    whole === '$$' ? '$' : (texts.get(name) ?? whole),
  );
}
