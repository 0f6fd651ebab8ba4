import type { Writable } from 'node:stream';
import { tooManyRequests } from '../machinery/api-error.ts';
import { MAX_UNREAD_BYTES, RETRY_AFTER_SECONDS } from '../machinery/limits.ts';

/** Answers that take their time, of one sort. */
export type OpenStreams = Readonly<{
  /** How many there are. */
  count: () => number;
  /** @throws {ApiError} 429 where there is no room for one more. */
  checkRoom: () => void;
  /** Holds an answer until it is closed, by whichever side; `release` is called then, once. */
  hold: (response: Writable, release: () => void) => void;
  /** Ends all. */
  close: () => void;
}>;

/**
 * Makes room for at most `max` answers, which may keep at most `maxWaitingBytes` together for clients that don't read them;
 * `what` names them in the message for one too many, `end` ends one (default: in good order).
 */
export function createOpenStreams(
  what: string,
  max: number,
  maxWaitingBytes: number = MAX_UNREAD_BYTES,
  end: (response: Writable) => void = (response) => void response.end(),
): OpenStreams {
  const open = new Set<Writable>();

  const checkRoom = (): void => {
    let waitingBytes = 0;
    for (const { writableLength } of open) waitingBytes += writableLength;
    const limit =
      open.size >= max
        ? `${max} at once`
        : waitingBytes > maxWaitingBytes
          ? `${maxWaitingBytes} bytes that nobody reads`
          : undefined;
    if (limit === undefined) return;
    throw tooManyRequests(`too many ${what}: at most ${limit}, please try again later`, RETRY_AFTER_SECONDS);
  };

  const hold = (response: Writable, release: () => void): void => {
    if (response.closed) {
      release();
      return;
    }
    open.add(response);
    response.once('close', () => {
      open.delete(response);
      release();
    });
    // A client that has gone is seen by `close`; without this the write that met it would end the cluster.
    response.on('error', () => {});
  };

  const close = (): void => {
    for (const response of open) end(response);
  };

  return { count: () => open.size, checkRoom, hold, close };
}
