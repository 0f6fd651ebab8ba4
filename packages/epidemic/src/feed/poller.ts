import { MAX_POLLS_IN_FLIGHT, POLL_INTERVAL_MS, POLL_TIMEOUT_MS } from '../limits.ts';
import type { Report } from '../report.ts';

/** A podder to be asked. */
export type Target = Readonly<{ uid: string; containerId: string; ip: string; port: number }>;

/** Asks one podder; undefined where what answers does not know the question. Rejects where nothing answers. */
export type AskPodder = (target: Target, signal: AbortSignal) => Promise<Report | undefined>;

/** Asks podders how they are, for as long as it is not closed. */
export type Poller = Readonly<{
  /** Asks this podder from now on; where it is asked already, by what has changed of it. */
  add: (target: Target) => void;
  remove: (uid: string) => void;
  close: () => void;
}>;

/** What a poller needs. */
export type PollerOptions = Readonly<{
  ask: AskPodder;
  onReport: (target: Target, report: Report) => void;
  nowMs?: () => number;
  random?: () => number;
}>;

/** How often is looked who is due, in milliseconds. */
const TICK_MS = 50;

type Polled = { target: Target; dueAtMs: number; asking: boolean };

/**
 * Asks each podder once an interval, each at its own moment, so that three hundred are a steady trickle. One that is
 * slow is not asked again before it has answered, and only so many are asked at once.
 */
export function createPoller(options: PollerOptions): Poller {
  const { ask, onReport, nowMs = () => performance.now(), random = Math.random } = options;
  const polled = new Map<string, Polled>();
  const closing = new AbortController();
  let inFlight = 0;

  async function poll(each: Polled): Promise<void> {
    const { target } = each;
    each.asking = true;
    inFlight++;
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(POLL_TIMEOUT_MS)]);
      const report = await ask(target, signal);
      if (closing.signal.aborted) return;
      // A program that has no such page will not get one before it is another container.
      if (report === undefined) each.dueAtMs = Infinity;
      else if (polled.get(target.uid) === each) onReport(target, report);
    } catch {
      // Nobody there: it is starting or ending, which the watch tells.
    } finally {
      each.asking = false;
      inFlight--;
    }
  }

  const timer = setInterval(() => {
    const now = nowMs();
    for (const each of polled.values()) {
      if (inFlight >= MAX_POLLS_IN_FLIGHT) return;
      if (each.asking || each.dueAtMs > now) continue;
      each.dueAtMs = Math.max(each.dueAtMs + POLL_INTERVAL_MS, now);
      void poll(each);
    }
  }, TICK_MS);

  return {
    add(target) {
      const present = polled.get(target.uid);
      if (
        present?.target.containerId === target.containerId &&
        present.target.ip === target.ip &&
        present.target.port === target.port
      ) {
        return;
      }
      polled.set(target.uid, { target, dueAtMs: nowMs() + random() * POLL_INTERVAL_MS, asking: false });
    },
    remove: (uid) => void polled.delete(uid),
    close() {
      clearInterval(timer);
      closing.abort();
      polled.clear();
    },
  };
}
