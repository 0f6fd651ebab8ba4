import type { Writable } from 'node:stream';

/** How long a command that was told to end waits for a reader that is slow, in milliseconds. */
const IMPATIENT_MS = 1_000;

/** Exit codes from here on are of signals: somebody wants it to end. */
const SIGNALLED = 128;

/**
 * Ends the process once all that it wrote has been taken. A pipe whose reader is slow takes what is written later, and what waits
 * in the process is lost with it. Whatever else is still open then, the command has ended.
 */
export async function exitWhenWritten(exitCode: number): Promise<never> {
  const written = Promise.all([process.stdout, process.stderr].map(isWritten));
  await (exitCode < SIGNALLED ? written : Promise.race([written, later(IMPATIENT_MS)]));
  process.exit(exitCode);
}

/** Settles when a stream has nothing left to write, or nobody to write it to. */
export function isWritten(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) {
      resolve();
      return;
    }
    for (const event of ['error', 'close'] as const) stream.once(event, () => resolve());
    stream.write('', () => resolve());
  });
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
