import type { Socket } from 'node:net';
import {
  Connection,
  systemClock,
  type Ledger,
  type Random,
  type Toxic,
} from '@pod-contagion/toxics/connections';
import { LINGER_MS } from '../redirect/limits.ts';
import { pause } from '../redirect/pause.ts';
import type { ProxiedConnection } from '../redirect/proxy.ts';
import type { ToxicTally } from './counts.ts';
import { LOOK_EVERY_MS, QUIET_MS } from './limits.ts';

/** What all connections of a proxy share. */
export type ToxicContext = Readonly<{
  /** The pod's port. */
  port: number;
  toxics: readonly Toxic[];
  ledger: Ledger;
  random: Random;
  tally: ToxicTally;
}>;

/** One connection with its toxics, and its end. */
export class ToxicConnection implements ProxiedConnection {
  readonly #connection: Connection;
  readonly #toxics: readonly Toxic[];
  readonly #closed = new AbortController();
  #isHit = false;

  /** Takes a client that has not been read from, and dials the pod's program at the address to which it came. */
  constructor(client: Socket, host: string, { port, toxics, ledger, random, tally }: ToxicContext) {
    this.#toxics = toxics;
    tally.connections++;
    const onActed = (toxic: Toxic): void => {
      const index = toxics.indexOf(toxic);
      tally.hitBy[index] = (tally.hitBy[index] ?? 0) + 1;
      if (!this.#isHit) tally.hit++;
      this.#isHit = true;
    };
    this.#connection = new Connection(client, {
      upstream: { host, port },
      link: (stream) => ({ clock: systemClock, random, ledger, totals: tally.totals[stream], onActed }),
      toxics: (stream) => toxics.filter((toxic) => toxic.stream === stream),
      passesResets: true,
      onRefused: () => {
        tally.unanswered++;
        // A program that does not listen is told as a reset: a refusal comes too late for that.
        client.resetAndDestroy();
      },
      onClosed: () => this.#closed.abort(),
    });
  }

  async run(): Promise<void> {
    const { signal } = this.#closed;
    if (signal.aborted) return;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  /** Takes the toxics out, which lets go what they hold, and closes the connection once it is quiet. */
  finish(): void {
    for (const toxic of this.#toxics) this.#connection.link(toxic.stream)?.remove(toxic);
    void this.#endOnceQuiet();
  }

  end(): void {
    this.#connection.close();
    // The other end may never take what is still to be sent.
    void pause(LINGER_MS, this.#closed.signal).then(() => this.#connection.destroy());
  }

  async #endOnceQuiet(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted && !this.#isQuiet()) await pause(LOOK_EVERY_MS, signal);
    if (!signal.aborted) this.end();
  }

  /** Whether nothing has passed for a while and nothing waits, an answer to what the client said last included. */
  #isQuiet(): boolean {
    const [asked, answered] = [this.#connection.link('upstream'), this.#connection.link('downstream')];
    if (asked === undefined || answered === undefined || this.#connection.unsentBytes > 0) return false;
    if (asked.readAtMs > answered.readAtMs) return false;
    return systemClock.now() - answered.readAtMs >= QUIET_MS;
  }
}
