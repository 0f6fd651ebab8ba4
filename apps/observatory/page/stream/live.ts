import type { Frame, Snapshot, Status } from '@pod-contagion/observatory';
import { connection, model } from '../state/store.ts';
import type { Feeder } from './feeding.ts';
import { heard } from './freshness.ts';
import { retryDelayMs } from './retry-delay.ts';

/** A hidden page lets go of its stream after so long, as browsers hold only six of them for all tabs together. */
const HIDDEN_MS = 5_000;

/** The server says something every five seconds; after so long without it the stream is taken for dead. */
const SILENCE_MS = 12_000;

/** A state that takes longer than this is asked for again. */
const STATE_LIMIT_MS = 15_000;

/** How often that is looked at. */
const WATCH_EVERY_MS = 1_000;

/** Follows a server for as long as the feeder is in charge: its state once, then what changes, and both again after any break. */
export function followServer(feeder: Feeder): void {
  let stream: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let hide: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let lostAtMs: number | undefined;
  let fetching = false;
  let tried = performance.now();

  const close = (): void => {
    stream?.close();
    stream = undefined;
    clearTimeout(retry);
    retry = undefined;
  };
  const lose = (): void => {
    close();
    if (feeder.signal.aborted || document.hidden) return;
    connection.value = 'lost';
    lostAtMs ??= performance.now();
    retry = setTimeout(
      () => void resume(),
      retryDelayMs(attempt++, performance.now() - lostAtMs, Math.random),
    );
  };
  const hear = (): void => {
    heard();
    connection.value = 'open';
    attempt = 0;
    lostAtMs = undefined;
    tried = performance.now();
  };
  const refetch = async (): Promise<void> => {
    if (fetching) return;
    fetching = true;
    close();
    try {
      const signal = AbortSignal.any([feeder.signal, AbortSignal.timeout(STATE_LIMIT_MS)]);
      const response = await fetch('api/state', { signal, cache: 'no-store' });
      if (!response.ok) throw new Error(`api/state answers ${response.status}`);
      const snapshot = (await response.json()) as Snapshot;
      feeder.load(snapshot);
      hear();
      open();
    } catch {
      lose();
    } finally {
      fetching = false;
    }
  };
  const open = (): void => {
    if (feeder.signal.aborted) return;
    close();
    tried = performance.now();
    const from = new URLSearchParams({ epoch: model.epoch, from: String(model.cursor) });
    const events = new EventSource(`api/events?${from.toString()}`);
    stream = events;
    const on = (type: string, what: (text: string) => void): void => {
      events.addEventListener(type, (event) => {
        if (stream !== events) return;
        hear();
        what(String(event.data));
      });
    };
    on('d', (text) => {
      if (!feeder.apply(JSON.parse(text) as Frame)) void refetch();
    });
    on('s', (text) => feeder.tell((JSON.parse(text) as { status: Status }).status));
    on('resync', () => void refetch());
    events.addEventListener('error', () => {
      if (stream !== events) return;
      // After anything but 200 the browser has given up; else it tries again itself.
      if (events.readyState === EventSource.CLOSED) lose();
      else {
        connection.value = 'lost';
        lostAtMs ??= performance.now();
      }
    });
  };
  const resume = async (): Promise<void> => {
    if (model.cursor < 0 || connection.value === 'connecting') await refetch();
    else open();
  };

  const whenShown = (): void => {
    clearTimeout(hide);
    if (document.hidden) hide = setTimeout(close, HIDDEN_MS);
    else if (stream === undefined) void resume();
  };
  const watchdog = setInterval(() => {
    if (document.hidden || stream === undefined || performance.now() - tried < SILENCE_MS) return;
    connection.value = 'lost';
    lostAtMs ??= performance.now();
    open();
  }, WATCH_EVERY_MS);
  document.addEventListener('visibilitychange', whenShown);
  feeder.signal.addEventListener('abort', () => {
    close();
    clearTimeout(hide);
    clearInterval(watchdog);
    document.removeEventListener('visibilitychange', whenShown);
  });
  connection.value = 'connecting';
  void refetch();
}
