import type { Socket } from 'node:net';
import {
  Connection,
  STREAMS,
  systemClock,
  type Ledger,
  type Random,
  type Toxic,
} from '@pod-contagion/toxics/connections';
import { LINGER_MS } from '../redirect/limits.ts';
import { pause } from '../../pause.ts';
import type { ProxiedConnection } from '../redirect/proxy.ts';
import type { ToxicTally } from './counts.ts';
import { LOOK_EVERY_MS, QUIET_LOOKS } from './limits.ts';

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
  #isOver = false;

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
      // The program may accept only once it is over.
      toxics: (stream) => (this.#isOver ? [] : toxics.filter((toxic) => toxic.stream === stream)),
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
    this.#isOver = true;
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
    let readAtMs = this.#readAtMs();
    // By looks and not by a clock: where this process had to wait, what has come meanwhile is read between two of them.
    for (let quietLooks = 0; quietLooks < QUIET_LOOKS; quietLooks++) {
      await pause(LOOK_EVERY_MS, signal);
      if (signal.aborted) return;
      const nowMs = this.#readAtMs();
      if (nowMs !== readAtMs || this.#isBusy()) quietLooks = -1;
      readAtMs = nowMs;
    }
    this.end();
  }

  /** When something passed last, in whichever direction. */
  #readAtMs(): number {
    const links = STREAMS.map((stream) => this.#connection.link(stream)?.readAtMs ?? -Infinity);
    return Math.max(...links);
  }

  /** Whether something waits to be sent, or an answer for what the client has said last. */
  #isBusy(): boolean {
    const [asked, answered] = [this.#connection.link('upstream'), this.#connection.link('downstream')];
    if (asked === undefined || answered === undefined) return true;
    return this.#connection.unsentBytes > 0 || asked.readAtMs > answered.readAtMs;
  }
}
