import type { WatchEvent } from '../answers/watch-events.ts';

/** What has to be known of an object to watch it; those of every kind have it. */
export type WatchedObject = Readonly<{
  metadata?: Readonly<{ uid?: string; resourceVersion?: string }>;
}>;

/** Told of objects as they come, change and go. */
export type ObjectListener<T> = Readonly<{
  /** An object is new, has changed, or is listed once more. */
  onObject: (object: T) => void;
  /** An object is gone; as it was last, unless it vanished while nobody watched. */
  onGone: (uid: string, last: T | undefined) => void;
}>;

/** Who is there, by uids alone, so that what vanishes from one list to the next can be told. */
export type KnownObjects<T> = Readonly<{
  /** Tells of all that is there now, after who is not any more. */
  replace: (items: readonly T[]) => void;
  /** Tells what one event is about; bookmarks are about nothing. */
  learn: (type: WatchEvent['type'], object: T) => void;
}>;

/** Makes one that knows nobody yet. */
export function createKnownObjects<T extends WatchedObject>({
  onObject,
  onGone,
}: ObjectListener<T>): KnownObjects<T> {
  const known = new Set<string>();

  function tell(object: T): void {
    known.add(uidOf(object));
    onObject(object);
  }

  function forget(uid: string, last: T | undefined): void {
    known.delete(uid);
    onGone(uid, last);
  }

  return {
    replace(items) {
      const present = new Set(items.map(uidOf));
      for (const uid of known) if (!present.has(uid)) forget(uid, undefined);
      for (const item of items) tell(item);
    },
    learn(type, object) {
      if (type === 'DELETED') forget(uidOf(object), object);
      else if (type === 'ADDED' || type === 'MODIFIED') tell(object);
    },
  };
}

function uidOf({ metadata }: WatchedObject): string {
  return metadata?.uid ?? '';
}
