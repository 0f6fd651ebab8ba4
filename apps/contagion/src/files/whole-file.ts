import { openWholeFile as open, type WholeFile } from '@pod-contagion/command-line';
import { ContagionError, usageError } from '../errors.ts';

export type { Pieces, WholeFile } from '@pod-contagion/command-line';

/**
 * Opens a file that is to be written later, so that one that can't be is refused before anything is done.
 * @throws {ContagionError} CONTAGION_USAGE; CONTAGION_FILE when it is written
 */
export function openWholeFile(path: string): WholeFile {
  return open(path, {
    usage: usageError,
    failed: (message, cause) => new ContagionError('CONTAGION_FILE', message, { cause }),
  });
}
