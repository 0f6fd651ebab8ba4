import { closeSync, constants, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { LastWords } from './report.ts';

/** Where Kubernetes reads what a container has to say at its end, unless the manifest names another file. */
export const DEFAULT_TERMINATION_MESSAGE_PATH = '/dev/termination-log';

/**
 * Writes one line of JSON for `status.containerStatuses[].lastState.terminated.message`. It is far below the
 * 4096 bytes that Kubernetes keeps. Returns the error where that is not possible: there is nobody else to tell.
 *
 * The default file is written only where it exists, as under a kubelet: elsewhere a podder run by root would
 * leave a file in /dev.
 */
export function writeLastWords(path: string, words: LastWords): Error | undefined {
  const create = path === DEFAULT_TERMINATION_MESSAGE_PATH ? 0 : constants.O_CREAT;
  try {
    const file = openSync(path, constants.O_WRONLY | create, 0o644);
    try {
      ftruncateSync(file);
      writeSync(file, `${JSON.stringify(words)}\n`);
    } finally {
      closeSync(file);
    }
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
