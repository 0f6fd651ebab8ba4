import type { FeedListener } from './feed.ts';

/** Those who listen to a feed, told all at once. */
export class Listeners implements FeedListener {
  readonly #all = new Set<FeedListener>();

  /** Adds one; returns how to take it away. */
  add(listener: FeedListener): () => void {
    // A wrapper of its own for each, so that one who listens twice is told twice.
    const entry = { ...listener };
    this.#all.add(entry);
    return () => void this.#all.delete(entry);
  }

  readonly onFrame: FeedListener['onFrame'] = (frame) => {
    for (const each of this.#all) each.onFrame(frame);
  };

  readonly onStatus: FeedListener['onStatus'] = (status) => {
    for (const each of this.#all) each.onStatus(status);
  };

  readonly onReset: FeedListener['onReset'] = () => {
    for (const each of this.#all) each.onReset();
  };
}
