import { ANSWERED_MS, MAX_POLLS_IN_FLIGHT, POLL_INTERVAL_MS, POLL_TIMEOUT_MS } from '../limits.ts';
import type { Report } from '../report.ts';

/** A podder to be asked. */
export type Target = Readonly<{
  uid: string;
  containerId: string;
  ip: string;
  port: number;
  /** Its pod, and the port as that has it, for whoever asks through the API server; and whether it should answer. */
  pod?: string;
  podPort?: number;
  isReady?: boolean;
}>;

/** Asks one podder; undefined where what answers does not know the question. Rejects where nothing answers. */
export type AskPodder = (target: Target, signal: AbortSignal) => Promise<Report | undefined>;

/** Asks podders how they are, for as long as it is not closed. */
export type Poller = Readonly<{
  /** Asks this podder from now on; where it is asked already, by what has changed of it. */
  add: (target: Target) => void;
  remove: (uid: string) => void;
  /** How many of them have answered in the last seconds. */
  answering: () => number;
  close: () => void;
}>;

/** What a poller needs. */
export type PollerOptions = Readonly<{
  ask: AskPodder;
  onReport: (target: Target, report: Report) => void;
  /** Most that are asked at once. */
  maxInFlight?: () => number;
  nowMs?: () => number;
  random?: () => number;
}>;

/** How often is looked who is due, in milliseconds. */
const TICK_MS = 50;

type Polled = { target: Target; dueAtMs: number; asking: boolean; answeredAtMs: number };

/**
 * Asks each podder once an interval, each at its own moment, so that three hundred are a steady trickle. One that is
 * slow is not asked again before it has answered, and only so many are asked at once.
 */
export function createPoller(options: PollerOptions): Poller {
  const { ask, onReport, maxInFlight = () => MAX_POLLS_IN_FLIGHT } = options;
  const { nowMs = () => performance.now(), random = Math.random } = options;
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
      each.answeredAtMs = nowMs();
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
    // Whoever is asked goes to the end, so that where not all can be, all have their turn.
    for (const [uid, each] of polled) {
      if (inFlight >= maxInFlight()) return;
      if (each.asking || each.dueAtMs > now) continue;
      polled.delete(uid);
      polled.set(uid, each);
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
        present.target = target;
        return;
      }
      const dueAtMs = nowMs() + random() * POLL_INTERVAL_MS;
      polled.set(target.uid, { target, dueAtMs, asking: false, answeredAtMs: -Infinity });
    },
    remove: (uid) => void polled.delete(uid),
    answering() {
      const since = nowMs() - ANSWERED_MS;
      let count = 0;
      for (const { answeredAtMs } of polled.values()) if (answeredAtMs >= since) count++;
      return count;
    },
    close() {
      clearInterval(timer);
      closing.abort();
      polled.clear();
    },
  };
}
