import type { Line } from './line.ts';

/** Connections that are kept open and used again. */
export type KeptLines = Readonly<{
  /** A connection that is free; throws what opening one came to, or the signal's reason. */
  take: (signal: AbortSignal) => Promise<Line>;
  /** It is free again. */
  giveBack: (line: Line) => void;
  /** It is not, and ends. */
  drop: (line: Line) => void;
  close: () => void;
}>;

type Waiting = { resolve: (line: Line) => void; reject: (error: unknown) => void; error?: unknown };

/**
 * Keeps connections: the one used last is used next. Where all are busy a further one is opened, and whoever waits gets what
 * is there first, that one or one that is free again. So a connection that stands is used on where no further one
 * can be opened, which is told only when there is no other left.
 */
export function createKeptLines(open: () => Promise<Line>): KeptLines {
  const idle: Line[] = [];
  const busy = new Set<Line>();
  const waiting = new Set<Waiting>();

  function hand(line: Line): void {
    const [first] = waiting;
    if (first === undefined) {
      idle.push(line);
      return;
    }
    waiting.delete(first);
    busy.add(line);
    first.resolve(line);
  }

  function forget(line: Line): void {
    const index = idle.indexOf(line);
    if (index !== -1) idle.splice(index, 1);
    busy.delete(line);
    refuseHopeless();
  }

  /** Who could not open one and has none to wait for. */
  function refuseHopeless(): void {
    if (busy.size > 0) return;
    for (const each of waiting) {
      if (each.error === undefined) continue;
      waiting.delete(each);
      each.reject(each.error);
    }
  }

  async function openFor(one: Waiting): Promise<void> {
    try {
      const line = await open();
      hand(line);
      line.onEnd(() => forget(line));
    } catch (error) {
      one.error = error;
      refuseHopeless();
    }
  }

  return {
    take: async (signal) => {
      signal.throwIfAborted();
      const line = idle.pop();
      if (line !== undefined) {
        busy.add(line);
        return line;
      }
      const { promise, resolve, reject } = Promise.withResolvers<Line>();
      const one: Waiting = { resolve, reject };
      waiting.add(one);
      const onAbort = (): void => {
        if (waiting.delete(one)) reject(signal.reason);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      void openFor(one);
      try {
        return await promise;
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    giveBack: (line) => {
      // It may have ended meanwhile.
      if (busy.delete(line)) hand(line);
    },
    drop: (line) => {
      line.cut();
      forget(line);
    },
    close: () => {
      for (const line of [...idle, ...busy]) line.cut();
    },
  };
}
