import type { Cancel } from '../clock.ts';
import { CHUNK_OVERHEAD_BYTES } from '../limits.ts';
import type { Outlet } from './outlet.ts';
import { Stage, type StageContext } from './stage.ts';

/** Bytes that wait for their time. */
export type Held = { data: Buffer; atMs: number; readonly arrivedMs: number };

/** What goes next of what waits: so many bytes, at that moment of the clock; `Infinity` is not before something changes. */
export type Piece = Readonly<{ length: number; dueMs: number }>;

/** How many sent entries are kept before the list is shortened: it costs less than to do it for each. */
const SHORTEN_AFTER = 1_024;

/** A stage that holds bytes for a time: first in, first out. When, and how much at once, is said by `plan`. */
export abstract class HoldingStage extends Stage {
  readonly #capacityBytes: number;
  #waiting: Held[] = [];
  #first = 0;
  #heldBytes = 0;
  #planned: Piece | undefined;
  #cancel: Cancel | undefined;

  constructor(next: Outlet, context: StageContext, capacityBytes: number) {
    super(next, context);
    this.#capacityBytes = capacityBytes;
  }

  override get isFull(): boolean {
    return this.#heldBytes >= this.#capacityBytes;
  }

  override take(data: Buffer, atMs: number): void {
    if (this.isOver || data.length === 0) return;
    this.context.acted();
    this.#waiting.push({ data, atMs, arrivedMs: this.context.clock.now() });
    this.#account(data.length + CHUNK_OVERHEAD_BYTES);
    if (this.#cancel === undefined) this.#pump();
  }

  override changed(): void {
    this.#planned = undefined;
    this.#stop();
    this.#pump();
  }

  override release(): void {
    this.#stop();
    while (this.#first < this.#waiting.length && !this.isOver) {
      const { data, atMs } = this.#waiting[this.#first] as Held;
      this.#drop(data.length + CHUNK_OVERHEAD_BYTES);
      this.next.take(data, atMs);
    }
    if (this.ending !== undefined) this.pass();
  }

  override abandon(): void {
    super.abandon();
    this.#stop();
    this.#waiting = [];
    this.#first = 0;
    this.#account(-this.#heldBytes);
  }

  /** When the first of what waits goes, and how much of it; asked once for each piece, and again after a change. */
  protected abstract plan(first: Held, nowMs: number): Piece;

  /** A piece has gone; may change when it counts as read, for what comes after. */
  protected sent(_first: Held, _piece: Piece, _nowMs: number): void {}

  /** Whether each piece is to be a write of its own, with a turn of the event loop between two. */
  protected get isApart(): boolean {
    return false;
  }

  protected override ended(): void {
    if (this.#first >= this.#waiting.length) this.pass();
  }

  #pump(): void {
    this.#cancel = undefined;
    while (this.#first < this.#waiting.length && !this.isOver) {
      const first = this.#waiting[this.#first] as Held;
      const nowMs = this.context.clock.now();
      const piece = (this.#planned ??= this.plan(first, nowMs));
      if (piece.dueMs > nowMs) {
        this.#waitFor(piece.dueMs - nowMs);
        return;
      }
      this.#send(first, piece, nowMs);
      if (this.isApart && this.#first < this.#waiting.length) {
        this.#cancel = this.context.clock.soon(() => this.#pump());
        return;
      }
    }
    if (this.ending !== undefined) this.pass();
  }

  #waitFor(waitMs: number): void {
    const { clock } = this.context;
    if (waitMs === Infinity) return;
    // Timers count whole milliseconds, which is too long for the pauses between slices.
    const call = (): void => this.#pump();
    this.#cancel = this.isApart && waitMs < 1 ? clock.soon(call) : clock.after(waitMs, call);
  }

  #send(first: Held, piece: Piece, nowMs: number): void {
    const { data } = first;
    this.#planned = undefined;
    this.sent(first, piece, nowMs);
    if (piece.length >= data.length) {
      this.#drop(data.length + CHUNK_OVERHEAD_BYTES);
      this.next.take(data, first.atMs);
      return;
    }
    first.data = data.subarray(piece.length);
    this.#account(-piece.length);
    this.next.take(data.subarray(0, piece.length), first.atMs);
  }

  #drop(bytes: number): void {
    this.#first += 1;
    if (this.#first >= SHORTEN_AFTER || this.#first === this.#waiting.length) {
      this.#waiting.splice(0, this.#first);
      this.#first = 0;
    }
    this.#account(-bytes);
  }

  #account(bytes: number): void {
    this.#heldBytes += bytes;
    this.context.held(bytes);
  }

  #stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
