import type { Frame, Snapshot, Status } from '@pod-contagion/observatory';
import { connection, model } from '../state/store.ts';
import type { Feeder } from './feeding.ts';
import { heard } from './freshness.ts';
import { retryDelayMs } from './retry-delay.ts';
import { shareStream } from './share-stream.ts';

/** A hidden page follows no more after so long, in ms: nobody looks. */
const HIDDEN_MS = 5_000;

/** The server says something every five seconds; after so long without it the stream is taken for dead. */
const SILENCE_MS = 12_000;

/** A state that takes longer than this is asked for again. */
const STATE_LIMIT_MS = 15_000;

/** How often that is looked at. */
const WATCH_EVERY_MS = 1_000;

/** Follows a server for as long as the feeder is in charge: its state once, then what changes, and both again after any break. */
export function followServer(feeder: Feeder): void {
  /** Ends the stream; undefined while there is none. */
  let stream: (() => void) | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let hide: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let lostAtMs: number | undefined;
  let fetching = false;
  let isAsleep = false;
  /** What the model holds is of this server. */
  let hasState = false;
  let tried = performance.now();

  const close = (): void => {
    stream?.();
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
      hasState = true;
      hear();
      open();
    } catch {
      lose();
    } finally {
      fetching = false;
    }
  };
  const open = (): void => {
    if (feeder.signal.aborted || isAsleep) return;
    close();
    tried = performance.now();
    stream = shareStream(model, {
      told(type, text) {
        hear();
        if (type === 's') feeder.tell((JSON.parse(text) as { status: Status }).status);
        else if (type === 'resync' || !feeder.apply(JSON.parse(text) as Frame)) void refetch();
      },
      lost(isOver) {
        if (isOver) lose();
        else {
          connection.value = 'lost';
          lostAtMs ??= performance.now();
        }
      },
    });
  };
  const resume = async (): Promise<void> => {
    if (hasState) open();
    else await refetch();
  };

  const whenShown = (): void => {
    clearTimeout(hide);
    isAsleep = false;
    if (document.hidden) hide = setTimeout(sleep, HIDDEN_MS);
    else if (stream === undefined) void resume();
  };
  const sleep = (): void => {
    isAsleep = true;
    close();
  };
  const watchdog = setInterval(() => {
    if (document.hidden || stream === undefined || performance.now() - tried < SILENCE_MS) return;
    connection.value = 'lost';
    lostAtMs ??= performance.now();
    open();
  }, WATCH_EVERY_MS);
  document.addEventListener('visibilitychange', whenShown);
  // Who shares the stream is not told that a page is gone.
  window.addEventListener('pagehide', close);
  feeder.signal.addEventListener('abort', () => {
    close();
    clearTimeout(hide);
    clearInterval(watchdog);
    document.removeEventListener('visibilitychange', whenShown);
    window.removeEventListener('pagehide', close);
  });
  connection.value = 'connecting';
  void refetch();
  // A page may begin in the background.
  if (document.hidden) whenShown();
}
