const NAME = 'NODE_COMPILE_CACHE';

/**
 * The variable by which Node.js keeps what it has compiled, where the tests have it: for programs that are started from
 * source with an environment of their own, each of which would spend a second on it.
 */
export const COMPILE_CACHE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    name === NAME && value !== undefined ? [[name, value]] : [],
  ),
);
