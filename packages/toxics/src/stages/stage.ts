import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Ending, Outlet } from './outlet.ts';

/** Why a stage is taken out of a connection: its toxic is gone, or no longer meant for this connection. */
export type Reason = 'removed' | 'spared';

/** What a stage has of the link that it is a part of. */
export type StageContext = Readonly<{
  clock: Clock;
  random: Random;
  /** Says that `heldBytes` has changed by so much. */
  held: (bytes: number) => void;
  /** Ends the connection at once, in both directions, with a TCP reset. */
  reset: () => void;
  /** Says that the toxic has done something to this connection. */
  acted: () => void;
}>;

/** A toxic at work in one direction of one connection. */
export abstract class Stage implements Outlet {
  /** What comes after it; changes when toxics come and go. */
  next: Outlet;
  protected readonly context: StageContext;
  /** The end, once it has come in. */
  protected ending: Ending | undefined;
  /** Whether the end has gone on. */
  #isOver = false;

  constructor(next: Outlet, context: StageContext) {
    this.next = next;
    this.context = context;
  }

  /** Whether it holds as much as it may: nothing more is read until it holds less. */
  get isFull(): boolean {
    return false;
  }

  abstract take(data: Buffer, atMs: number): void;

  /** The writer has ended; a stage that holds something ends once that has gone. */
  end(ending: Ending): void {
    this.ending = ending;
    if (this.#isOver) this.next.end(ending);
    else this.ended();
  }

  /** Attributes have changed. */
  changed(): void {}

  /** Sends on all that it holds, at once and in order, and the end where that has come in; it is taken out after that. */
  abstract release(reason: Reason): void;

  /** Forgets all that it holds: there is nobody left to send it to. */
  abandon(): void {
    this.#isOver = true;
  }

  /** Whether the end has gone on, or nothing is wanted any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Called when the end comes in. */
  protected ended(): void {
    this.pass();
  }

  /** Sends the end on, as it came in or another one. */
  protected pass(ending: Ending = this.ending ?? 'half'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.next.end(ending);
  }
}
