import { usageError } from '../errors.ts';

/**
 * Which of some formats a file has, by how its name ends: those that are longer come first, as in `.contacts.csv` and `.csv`.
 * @throws {ContagionError} CONTAGION_USAGE, naming those that there are
 */
export function endingOf<const Ending extends string>(
  flag: string,
  path: string,
  endings: readonly Ending[],
): Ending {
  const found = endings.find((ending) => path.toLowerCase().endsWith(ending));
  if (found !== undefined) return found;
  throw usageError(
    `--${flag} expects a file that ends with ${endings.join(' or ')}, got ${JSON.stringify(path)}`,
  );
}
