/** What a variable stands for; undefined where there is none of that name. */
export type Lookup = (name: string) => string | undefined;

/** `$$`, or a name in `$(...)`; a `$` before anything else stands for itself. */
const REFERENCE = /\$(?:\$|\(([^)]*)\))/g;

/**
 * Replaces each `$(NAME)` by the variable's value and `$$` by one `$`, so that `$$(NAME)` becomes `$(NAME)`. A name
 * that is not known stays as it is written; what is put in is not looked at again.
 *
 * Source: third_party/forked/golang/expansion/expand.go (`Expand`).
 */
export function expand(text: string, lookup: Lookup): string {
  if (!text.includes('$')) return text;
  return text.replace(REFERENCE, (written: string, name: string | undefined) =>
    name === undefined ? '$' : (lookup(name) ?? written),
  );
}

/** A lookup in a record of variables. */
export function lookupIn(variables: ReadonlyMap<string, string>): Lookup {
  return (name) => variables.get(name);
}
