import type { KubeObject } from '../machinery/objects.ts';
import type { Change } from '../registry/registry.ts';
import type { EventType } from './event-frames.ts';

/**
 * What a change is to a watcher that sees only what matches: an object that stops matching is deleted for it, one that
 * begins to is added. Undefined where it is nothing.
 *
 * Source: apiserver/pkg/storage/cacher/cache_watcher.go (`convertToWatchEvent`).
 */
export function eventTypeOf(
  { type, object, previous }: Change,
  matches: (object: KubeObject) => boolean,
): EventType | undefined {
  const before = previous !== undefined && matches(previous);
  const now = type !== 'DELETED' && matches(object);
  if (now) return before ? 'MODIFIED' : 'ADDED';
  return before ? 'DELETED' : undefined;
}

const lastSeen = new WeakMap<Change, KubeObject>();

/** What a watcher is shown of an object that stops matching: how it last did, with the version of the change. */
export function asItStoppedMatching(change: Change): KubeObject {
  const known = lastSeen.get(change);
  if (known !== undefined) return known;
  const { object, previous = object } = change;
  const { resourceVersion } = object.metadata;
  const seen = { ...previous, metadata: { ...previous.metadata, resourceVersion } };
  lastSeen.set(change, seen);
  return seen;
}
