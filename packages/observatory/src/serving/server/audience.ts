import type { ServerResponse } from 'node:http';
import { MAX_CLIENTS, MAX_WAITING_BYTES, STALLED_MS } from '../limits.ts';

/** One who follows, and what became of what was sent to it. */
type Client = { readonly response: ServerResponse; stall: NodeJS.Timeout | undefined };

/** Bounds that tests make smaller. */
export type AudienceLimits = Readonly<{ maxClients?: number; maxWaitingBytes?: number; stalledMs?: number }>;

/**
 * All who follow a stream. Each gets the same bytes; one who does not read gets no more before it has read what waits for it, is told
 * then to begin anew, and is dropped where it does not read at all.
 */
export class Audience {
  readonly #clients = new Set<Client>();
  readonly #maxClients: number;
  readonly #maxWaitingBytes: number;
  readonly #stalledMs: number;
  readonly #resync: () => Buffer;

  /** `resync` gives what tells a client to begin anew. */
  constructor(resync: () => Buffer, limits: AudienceLimits = {}) {
    this.#resync = resync;
    this.#maxClients = limits.maxClients ?? MAX_CLIENTS;
    this.#maxWaitingBytes = limits.maxWaitingBytes ?? MAX_WAITING_BYTES;
    this.#stalledMs = limits.stalledMs ?? STALLED_MS;
  }

  get isFull(): boolean {
    return this.#clients.size >= this.#maxClients;
  }

  get size(): number {
    return this.#clients.size;
  }

  /** Adds one, whose head is sent, and sends it what it has missed. */
  add(response: ServerResponse, missed: readonly Buffer[]): void {
    const client: Client = { response, stall: undefined };
    this.#clients.add(client);
    response.once('close', () => {
      clearTimeout(client.stall);
      this.#clients.delete(client);
    });
    // A broken connection is an end like any other.
    response.on('error', () => response.destroy());
    for (const part of missed) this.#write(client, part);
  }

  send(part: Buffer): void {
    for (const client of this.#clients) this.#write(client, part);
  }

  /** Ends all of them, as an answer ends: a browser that is cut off would complain of it. */
  close(): void {
    for (const { response } of this.#clients) response.end();
  }

  #write(client: Client, part: Buffer): void {
    const { response } = client;
    if (client.stall !== undefined || response.destroyed) return;
    response.write(part);
    if (response.writableLength <= this.#maxWaitingBytes) return;
    client.stall = setTimeout(() => response.destroy(), this.#stalledMs);
    response.once('drain', () => {
      clearTimeout(client.stall);
      client.stall = undefined;
      this.#write(client, this.#resync());
    });
  }
}
