import type { ProbeErrorKind } from './error-kind.ts';

/**
 * A time in which nothing was answered: from the sending of a request that failed to the first answer among those that
 * were sent later. Requests that were sent in it and failed belong to it. Times are in ms since the start.
 */
export type Outage = Readonly<{
  beginMs: number;
  /** Undefined where no answer has come since. */
  endMs: number | undefined;
  /** Requests that failed, at least 1. */
  failed: number;
  errors: ErrorCounts;
}>;

/** How many requests failed in each way. */
export type ErrorCounts = Readonly<Partial<Record<ProbeErrorKind, number>>>;

/** All outages so far. */
export type Outages = Readonly<{
  /** The last `MAX_OUTAGES_KEPT`, oldest first. */
  latest: readonly Outage[];
  /** How many there were, kept or not. */
  count: number;
  /** Their lengths together, and the longest, in ms; one that goes on is as long as it is until now. */
  totalMs: number;
  longestMs: number;
}>;

/** Finds outages in requests, which may overlap and end in any order. */
export type Timeline = Readonly<{
  /** A request is sent; times never decrease. Returns its id. */
  sent: (atMs: number) => number;
  /** A request was answered as expected, or failed. */
  ended: (id: number, atMs: number, error?: ProbeErrorKind) => void;
  /** A request was given up before its end; it says nothing. */
  dropped: (id: number) => void;
  outages: (nowMs: number) => Outages;
}>;

/** How many outages are kept one by one: a probe that runs for days may see very many. */
export const MAX_OUTAGES_KEPT = 1_000;

type Request = {
  sentAtMs: number;
  end?: 'dropped' | Readonly<{ atMs: number; error: ProbeErrorKind | undefined }>;
};

/**
 * Makes a timeline. It looks at requests in the order in which they were sent, and so keeps those that have ended
 * until all earlier ones have: never more than are sent within one timeout.
 */
export function createTimeline(): Timeline {
  const waiting = new Map<number, Request>();
  const latest: Outage[] = [];
  let nextId = 0;
  let headId = 0;
  let count = 0;
  let closedMs = 0;
  let longestClosedMs = 0;
  let current:
    | { beginMs: number; endMs: number | undefined; failed: number; errors: Record<string, number> }
    | undefined;

  function settle(id: number, end: Request['end'] & {}): void {
    const request = waiting.get(id);
    if (request === undefined || request.end !== undefined) return;
    request.end = end;
    for (;;) {
      const head = waiting.get(headId);
      if (head?.end === undefined) return;
      waiting.delete(headId);
      headId++;
      if (head.end !== 'dropped') look(head.sentAtMs, head.end.atMs, head.end.error);
    }
  }

  function look(sentAtMs: number, endedAtMs: number, error: ProbeErrorKind | undefined): void {
    // Whatever comes from here on was sent after that outage, and so can neither shorten nor join it.
    if (current?.endMs !== undefined && sentAtMs > current.endMs) close();
    if (error === undefined) {
      if (current !== undefined) current.endMs = Math.min(current.endMs ?? Infinity, endedAtMs);
      return;
    }
    if (current === undefined) {
      current = { beginMs: sentAtMs, endMs: undefined, failed: 0, errors: {} };
      count++;
    }
    current.failed++;
    current.errors[error] = (current.errors[error] ?? 0) + 1;
  }

  function close(): void {
    if (current?.endMs === undefined) return;
    const lengthMs = current.endMs - current.beginMs;
    closedMs += lengthMs;
    longestClosedMs = Math.max(longestClosedMs, lengthMs);
    latest.push(current);
    if (latest.length > MAX_OUTAGES_KEPT) latest.shift();
    current = undefined;
  }

  return {
    sent: (atMs) => {
      waiting.set(nextId, { sentAtMs: atMs });
      return nextId++;
    },
    ended: (id, atMs, error) => settle(id, { atMs, error }),
    dropped: (id) => settle(id, 'dropped'),
    outages: (nowMs) => {
      if (current === undefined)
        return { latest: [...latest], count, totalMs: closedMs, longestMs: longestClosedMs };
      const openMs = Math.max(0, (current.endMs ?? nowMs) - current.beginMs);
      return {
        latest: [...latest, { ...current, errors: { ...current.errors } }].slice(-MAX_OUTAGES_KEPT),
        count,
        totalMs: closedMs + openMs,
        longestMs: Math.max(longestClosedMs, openMs),
      };
    },
  };
}
