/** What the proxy has done so far. */
export type RequestCounts = Readonly<{
  /** Requests that came. */
  seen: number;
  /** Of these, those to which something was done: each counts once. */
  hit: number;
  delayed: number;
  /** Answered in place of the pod's program. */
  failed: number;
  /** Connections or streams reset. */
  reset: number;
  /** Whose bodies were slowed down. */
  slowed: number;
  /** Connections that are no HTTP, or are encrypted: they passed, and nothing in them was hit. */
  unread: number;
  /** Connections beyond the limit, which were closed at once. */
  refused: number;
}>;

/** Counts that go up. */
export type Tally = { -readonly [Name in keyof RequestCounts]: number };

/** Counts that begin with nothing. */
export function createTally(): Tally {
  return { seen: 0, hit: 0, delayed: 0, failed: 0, reset: 0, slowed: 0, unread: 0, refused: 0 };
}
