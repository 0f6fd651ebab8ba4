import type { ServerResponse } from 'node:http';
import type { Status } from '../../protocol/snapshot.ts';
import type { Feed } from '../feed.ts';
import { RETRY_MS, STATUS_INTERVAL_MS } from '../limits.ts';
import { Audience, type AudienceLimits } from './audience.ts';
import { FrameRing } from './frame-ring.ts';

/** Bounds of a stream that tests make smaller. */
export type StreamLimits = AudienceLimits & Readonly<{ statusIntervalMs?: number }>;

/** What a client says it has: the epoch and the cursor of what it holds. */
export type From = Readonly<{ epoch: string; cursor: number }>;

/** A feed as server-sent events: everything is written once, for all who follow. */
export class Stream {
  readonly #feed: Feed;
  readonly #ring: FrameRing;
  readonly #audience: Audience;
  readonly #timer: NodeJS.Timeout;
  readonly #unsubscribe: () => void;

  constructor(feed: Feed, limits: StreamLimits = {}) {
    this.#feed = feed;
    this.#ring = new FrameRing(feed.cursor);
    this.#audience = new Audience(() => this.#resync(), limits);
    this.#unsubscribe = feed.subscribe({
      onFrame: (frame) => {
        const part = Buffer.from(`id: ${frame.n}\nevent: d\ndata: ${JSON.stringify(frame)}\n\n`);
        this.#ring.push(part);
        this.#audience.send(part);
      },
      onStatus: (status) => this.#audience.send(statusPart(status)),
      onReset: () => {
        this.#ring.reset(feed.cursor);
        this.#audience.send(this.#resync());
      },
    });
    this.#timer = setInterval(() => {
      if (this.#audience.size > 0) this.#audience.send(statusPart(feed.status()));
    }, limits.statusIntervalMs ?? STATUS_INTERVAL_MS);
    this.#timer.unref();
  }

  get isFull(): boolean {
    return this.#audience.isFull;
  }

  /** Follows from where a client is; where that is not known any more it is told to begin anew. The head is sent already. */
  follow(response: ServerResponse, from: From): void {
    const missed = from.epoch === this.#feed.epoch ? this.#ring.after(from.cursor) : undefined;
    const begin = [Buffer.from(`retry: ${RETRY_MS}\n\n`), statusPart(this.#feed.status())];
    this.#audience.add(response, [...begin, ...(missed ?? [this.#resync()])]);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
    this.#audience.close();
  }

  #resync(): Buffer {
    const { epoch, cursor } = this.#feed;
    return Buffer.from(`event: resync\ndata: ${JSON.stringify({ epoch, cursor })}\n\n`);
  }
}

function statusPart(status: Status): Buffer {
  return Buffer.from(`event: s\ndata: ${JSON.stringify({ t: Date.now(), status })}\n\n`);
}
