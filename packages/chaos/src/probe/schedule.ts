/** What is due at a moment. */
export type Due = Readonly<{
  /** How many requests to send now. */
  send: number;
  /** How many are given up because their time is too long ago: the process was stopped, or the machine slept. */
  late: number;
  /** When the next is due, in ms since the start; undefined after the last. */
  nextAtMs: number | undefined;
}>;

/** Says what is due. */
export type Schedule = (elapsedMs: number) => Due;

/** How far behind requests are still sent, all at once; what is older is counted as late. */
export const MAX_CATCH_UP_MS = 1_000;

/**
 * Plans request n at n intervals after the start, so that nothing drifts however late each is noticed. Ends after
 * `count` requests, or with the last one before `durationMs`, whichever is first.
 */
export function createSchedule(
  options: Readonly<{ intervalMs: number; count?: number | undefined; durationMs?: number | undefined }>,
): Schedule {
  const { intervalMs, count = Infinity, durationMs = Infinity } = options;
  const total = Math.min(count, Math.ceil(durationMs / intervalMs));
  const mostAtOnce = Math.max(1, Math.ceil(MAX_CATCH_UP_MS / intervalMs));
  let taken = 0;
  return (elapsedMs) => {
    const due = Math.max(0, Math.min(total, Math.floor(elapsedMs / intervalMs) + 1) - taken);
    taken += due;
    const send = Math.min(due, mostAtOnce);
    return { send, late: due - send, nextAtMs: taken < total ? taken * intervalMs : undefined };
  };
}
