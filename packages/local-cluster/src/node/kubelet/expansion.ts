import { ContainerConfigError } from './config-error.ts';

/** What a variable stands for; undefined where there is none of that name. */
export type Lookup = (name: string) => string | undefined;

/** How long one variable or argument may become, in bytes. Source: Linux (`MAX_ARG_STRLEN`). */
export const MAX_EXPANDED_BYTES: number = 128 * 1024;

/** How long all variables, or all arguments, of a container may be together, in bytes. Source: Linux (a quarter of the default stack). */
export const MAX_ARGUMENTS_BYTES: number = 2 * 1024 * 1024;

/**
 * Counts variables or arguments of a container as they are made.
 *
 * @throws {ContainerConfigError} from what it returns, where they become longer than `MAX_ARGUMENTS_BYTES`.
 */
export function createArgumentCount(): (text: string) => void {
  let bytes = 0;
  return (text) => {
    bytes += Buffer.byteLength(text) + 1;
    if (bytes <= MAX_ARGUMENTS_BYTES) return;
    throw new ContainerConfigError(`argument list too long: more than ${MAX_ARGUMENTS_BYTES} bytes`);
  };
}

/**
 * Replaces each `$(NAME)` by the variable's value and `$$` by one `$`, so that `$$(NAME)` becomes `$(NAME)`. A name
 * that is not known stays as it is written; what is put in is not looked at again. Each variable may name the one before it
 * twice, so thirty short ones would fill any memory: what becomes too long for any process to be given is refused at once.
 *
 * Source: third_party/forked/golang/expansion/expand.go (`Expand`).
 * @throws {ContainerConfigError} where it becomes longer than `MAX_EXPANDED_BYTES`.
 */
export function expand(text: string, lookup: Lookup): string {
  if (!text.includes('$')) return text;
  let expanded = '';
  // After the last closing bracket nothing is a reference; without this each `$(` would be looked for its end.
  const lastEnd = text.lastIndexOf(')');
  let at = 0;
  for (let dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', at)) {
    expanded += text.slice(at, dollar);
    const next = text[dollar + 1];
    const end = next === '(' && dollar < lastEnd ? text.indexOf(')', dollar) : -1;
    if (end >= 0) {
      expanded += lookup(text.slice(dollar + 2, end)) ?? text.slice(dollar, end + 1);
      at = end + 1;
    } else {
      expanded += '$';
      at = dollar + (next === '$' ? 2 : 1);
    }
    if (expanded.length > MAX_EXPANDED_BYTES) break;
  }
  expanded += text.slice(at);
  if (Buffer.byteLength(expanded) > MAX_EXPANDED_BYTES) {
    throw new ContainerConfigError(
      `argument list too long: ${JSON.stringify(`${text.slice(0, 32)}...`)} is more than ${MAX_EXPANDED_BYTES} bytes with its references replaced`,
    );
  }
  return expanded;
}

/** A lookup in a record of variables. */
export function lookupIn(variables: ReadonlyMap<string, string>): Lookup {
  return (name) => variables.get(name);
}
