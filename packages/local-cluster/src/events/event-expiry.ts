import { unlessNotFound } from '../control-loop/errors.ts';
import {
  keyOf,
  parseKey,
  runController,
  type Controller,
  type ControllerOptions,
} from '../control-loop/controller.ts';

/** How long an Event stays after it was written last, in milliseconds. Source: kube-apiserver's `--event-ttl`. */
export const EVENT_TTL_MS: number = 60 * 60 * 1000;

/** How many Events there are at most; those not written for the longest time go. Kubernetes has no such limit. */
export const MAX_EVENTS = 5000;

const SWEEP = 'sweep';

/** Removes Events that are old, or too many. */
export function startEventExpiry(
  options: Pick<ControllerOptions, 'registry' | 'clock' | 'onError'>,
): Controller {
  const { registry, clock } = options;
  // In the order they were written last.
  const writtenAtMs = new Map<string, number>();

  return runController(
    options,
    {
      events: ({ type, object }, queue) => {
        const key = keyOf(object);
        writtenAtMs.delete(key);
        if (type === 'DELETED') return;
        writtenAtMs.set(key, clock.nowMs());
        if (writtenAtMs.size > MAX_EVENTS) queue.add(SWEEP);
        else queue.addAfter(SWEEP, EVENT_TTL_MS);
      },
    },
    (_key, queue) => {
      const expiredMs = clock.nowMs() - EVENT_TTL_MS;
      for (const [key, atMs] of writtenAtMs) {
        if (atMs > expiredMs && writtenAtMs.size <= MAX_EVENTS) {
          queue.addAfter(SWEEP, atMs - expiredMs);
          return;
        }
        writtenAtMs.delete(key);
        const { namespace, name } = parseKey(key);
        unlessNotFound(() => registry.delete('events', namespace, name));
      }
    },
  );
}
