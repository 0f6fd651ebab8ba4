import type { LookupFunction } from 'node:net';
import { createKeptLines } from './kept-lines.ts';
import { openLine, type Line } from './line.ts';
import type { ProbePlan } from './options.ts';

/** Sends single requests. */
export type Sender = Readonly<{
  /**
   * Sends one request and reads its answer to the end; `onStatus` is told as soon as the status is known. Throws what
   * the connection threw, or `ETIMEDOUT` after the timeout.
   */
  send: (onStatus: (status: number) => void) => Promise<void>;
  /** How many connections were tried. */
  connections: () => number;
  /** Ends all connections, and with them what is in flight. */
  close: () => void;
}>;

/** Makes a sender on new connections, or with `keep` on kept ones. A slow answer delays no other request. */
export function createSender(plan: ProbePlan, keep: boolean, lookup: LookupFunction): Sender {
  const { timeoutMs } = plan;
  const limits = new Set<AbortController>();
  let connections = 0;
  const kept = createKeptLines(() => within((signal) => open(signal)));

  /** Does something with a signal that ends it after the timeout, or when the sender is closed. */
  async function within<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(timedOut(timeoutMs)), timeoutMs);
    limits.add(limit);
    try {
      return await act(limit.signal);
    } finally {
      clearTimeout(timer);
      limits.delete(limit);
    }
  }

  function open(signal: AbortSignal): Promise<Line> {
    connections++;
    return openLine(plan, { keep, lookup }, signal);
  }

  return {
    send: (onStatus) =>
      within(async (signal) => {
        const line = await (keep ? kept.take(signal) : open(signal));
        let isGood = false;
        try {
          isGood = await line.request(onStatus, signal);
        } finally {
          if (!keep) line.cut();
          else if (isGood) kept.giveBack(line);
          else kept.drop(line);
        }
      }),
    connections: () => connections,
    close: () => {
      for (const limit of limits) limit.abort(new Error('the probe has ended'));
      kept.close();
    },
  };
}

function timedOut(timeoutMs: number): Error {
  return Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: 'ETIMEDOUT' });
}
