import { createRecent } from './recent.ts';

/** How many objects and Events one recorder remembers. Source: client-go/tools/record/events_cache.go, as all below. */
const MAX_REMEMBERED = 4096;

/** From this many different messages of one reason on, about one object within AGGREGATION_MS, they become one Event. */
export const AGGREGATION_START = 10;

/** How long messages of one reason count as similar, in milliseconds. */
export const AGGREGATION_MS: number = 600_000;

/** How many writes about one object a recorder has in hand. */
export const SPAM_BURST = 25;

/** How long it takes until one more is in hand, in milliseconds. */
export const SPAM_REFILL_MS: number = 300_000;

/** What tells Events apart; who writes them is the same for all. */
export type Occurrence = Readonly<{
  /** Kind, name, uid ... of what it is about, as one text; `field` is the part of it. */
  subject: string;
  field: string;
  type: string;
  reason: string;
  message: string;
}>;

/** What to write: a new Event, or a count for one that is there. */
export type Correlation = Readonly<{
  name: string;
  message: string;
  count: number;
  firstAtMs: number;
  isNew: boolean;
}>;

/** Works out what becomes of an occurrence; undefined where there were too many of its object. */
export type Correlate = (
  occurrence: Occurrence,
  nowMs: number,
  newName: () => string,
) => Correlation | undefined;

/**
 * Makes what keeps Events few: the same one is counted, many that differ in their message only become one, and beyond that
 * each object has a budget.
 */
export function createCorrelator(): Correlate {
  const similar = createRecent<{ messages: Set<string>; lastAtMs: number }>(MAX_REMEMBERED);
  const written = createRecent<Omit<Correlation, 'isNew' | 'message'>>(MAX_REMEMBERED);
  const budgets = createRecent<{ tokens: number; atMs: number }>(MAX_REMEMBERED);

  const isAggregated = (key: string, message: string, nowMs: number): boolean => {
    const known = similar.get(key);
    const isFresh = known !== undefined && nowMs - known.lastAtMs <= AGGREGATION_MS;
    const messages = isFresh ? known.messages : new Set<string>();
    messages.add(message);
    similar.set(key, { messages, lastAtMs: nowMs });
    if (messages.size < AGGREGATION_START) return false;
    const [any] = messages;
    if (any !== undefined) messages.delete(any);
    return true;
  };

  const isAffordable = (subject: string, nowMs: number): boolean => {
    const { tokens, atMs } = budgets.get(subject) ?? { tokens: SPAM_BURST, atMs: nowMs };
    const inHand = Math.min(SPAM_BURST, tokens + (nowMs - atMs) / SPAM_REFILL_MS);
    const isEnough = inHand >= 1;
    budgets.set(subject, { tokens: isEnough ? inHand - 1 : inHand, atMs: nowMs });
    return isEnough;
  };

  return ({ subject, field, type, reason, message }, nowMs, newName) => {
    const group = [subject, type, reason].join('\0');
    const isCombined = isAggregated(group, message, nowMs);
    const key = isCombined ? group : [group, field, message].join('\0');
    const before = written.get(key);
    const { name, firstAtMs } = before ?? { name: newName(), firstAtMs: nowMs };
    const count = (before?.count ?? 0) + 1;
    written.set(key, { name, count, firstAtMs });
    if (!isAffordable(subject, nowMs)) return undefined;
    return {
      name,
      message: isCombined ? `(combined from similar events): ${message}` : message,
      count,
      firstAtMs,
      isNew: before === undefined,
    };
  };
}
