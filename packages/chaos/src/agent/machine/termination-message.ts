import { closeSync, constants, ftruncateSync, openSync, writeSync } from 'node:fs';

/** Where Kubernetes reads what a container has to say at its end, unless its spec names another file. */
export const DEFAULT_TERMINATION_MESSAGE_PATH = '/dev/termination-log';

/**
 * Writes the termination message, over the one that is there. The default file is written only where it exists, as
 * under a kubelet: elsewhere root would leave a file in /dev. Where it can't be written, the line on standard output
 * has to do: nothing is thrown.
 */
export function writeTerminationMessage(path: string, text: string): void {
  const create = path === DEFAULT_TERMINATION_MESSAGE_PATH ? 0 : constants.O_CREAT;
  try {
    const file = openSync(path, constants.O_WRONLY | create, 0o644);
    try {
      ftruncateSync(file);
      writeSync(file, text);
    } finally {
      closeSync(file);
    }
  } catch {
    // Said above.
  }
}
