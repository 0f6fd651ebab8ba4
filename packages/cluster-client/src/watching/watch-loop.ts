import type { WatchEvent } from '../answers/watch-events.ts';
import { WATCH_RETRY_MS } from '../limits.ts';
import type { Listed } from '../requests/list-pages.ts';
import { statusOf as statusOfRefusal } from '../requests/refusal.ts';
import { createBackOff, type RetryMs } from './back-off.ts';
import { createKnownObjects, type ObjectListener, type WatchedObject } from './known-objects.ts';
import { refusedInStream } from './refused-in-stream.ts';

/** How a collection is listed, and watched from a version on. The signal of the loop is theirs to obey. */
export type WatchSteps<T> = Readonly<{
  list: () => Promise<Listed<T>>;
  open: (resourceVersion: string) => Promise<AsyncIterable<WatchEvent>>;
}>;

/** What a watch tells. */
export type Watcher<T> = ObjectListener<T> &
  Readonly<{
    /** The first list has been told. */
    onListed?: () => void;
    /** A list or the watch failed, and is tried again. */
    onBreak: (error: unknown) => void;
    /** It goes on after a break; what was missed is told now. */
    onResume?: () => void;
  }>;

/** How patient a watch is; all may be left out. */
export type WatchRules = Readonly<{
  /** Pauses before it is tried again; default `WATCH_RETRY_MS`. */
  retryMs?: RetryMs;
  /** A watch that takes longer than this to begin counts as a break, in milliseconds; default: none does. */
  lateMs?: number;
  /** Whether it is tried again after an error, `isListed` once there was a list; default: always. */
  mayRetry?: (error: unknown, isListed: boolean) => boolean;
  /** The status by which the API server refused, out of what the steps throw; default: that of a ClusterClientError. */
  statusOf?: (error: unknown) => number | undefined;
}>;

/**
 * Lists objects and watches them from there, for as long as the signal lets it. A watch that ends or breaks is resumed from
 * the last version seen; where that is too old (410, as an answer or an event), all is listed anew, and what vanished
 * meanwhile is told as gone. Rejects only with an error after which it may not be tried again.
 *
 * Source: kubernetes.io/docs/reference/using-api/api-concepts, "Efficient detection of changes"; client-go/tools/cache/reflector.go.
 */
export async function watchLoop<T extends WatchedObject>(
  steps: WatchSteps<T>,
  watcher: Watcher<T>,
  rules: WatchRules,
  signal: AbortSignal,
): Promise<void> {
  const {
    retryMs = WATCH_RETRY_MS,
    lateMs = Infinity,
    mayRetry = () => true,
    statusOf = statusOfRefusal,
  } = rules;
  const backOff = createBackOff(retryMs);
  const known = createKnownObjects(watcher);
  let version: string | undefined;
  let isListed = false;
  let isBroken = false;
  /** Whether nothing was said since the last list. */
  let isFresh = false;

  function goOn(): void {
    if (isBroken) watcher.onResume?.();
    isBroken = false;
  }

  function breakOff(error: unknown): void {
    isBroken = true;
    watcher.onBreak(error);
  }

  async function list(): Promise<string> {
    const { items, resourceVersion } = await steps.list();
    goOn();
    known.replace(items);
    if (!isListed) watcher.onListed?.();
    isListed = true;
    isFresh = true;
    return resourceVersion;
  }

  /** Follows one watch to its end; whether it said anything. */
  async function follow(from: string): Promise<boolean> {
    const askedMs = performance.now();
    const events = await steps.open(from);
    const begunMs = performance.now();
    // What happened meanwhile is told late, as after a break.
    if (begunMs - askedMs > lateMs) {
      breakOff(new Error(`the watch began only after ${Math.round(begunMs - askedMs)} ms`));
    }
    goOn();
    let hasSaid = false;
    try {
      for await (const { type, object } of events) {
        if (signal.aborted) break;
        if (type === 'ERROR') throw refusedInStream(object);
        const told = object as T;
        hasSaid = true;
        isFresh = false;
        backOff.reset();
        version = told.metadata?.resourceVersion ?? version;
        known.learn(type, told);
      }
    } finally {
      if (performance.now() - begunMs > retryMs.longest) backOff.reset();
    }
    return hasSaid;
  }

  while (!signal.aborted) {
    try {
      version ??= await list();
      if (await follow(version)) continue;
      // Whoever ends each watch at once is not asked without a pause.
    } catch (error) {
      if (signal.aborted) return;
      if (version !== undefined && statusOf(error) === 410) {
        version = undefined;
        // Whoever finds the version of the very list too old is not asked for lists without a pause.
        if (!isFresh) continue;
      } else if (mayRetry(error, isListed)) breakOff(error);
      else throw error;
    }
    await backOff.pause(signal);
  }
}
