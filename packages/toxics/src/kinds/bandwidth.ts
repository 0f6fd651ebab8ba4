import { HoldingStage, type Held, type Piece } from '../stages/holding-stage.ts';
import type { Outlet } from '../stages/outlet.ts';
import type { StageContext } from '../stages/stage.ts';
import { MAX_PACED_BYTES } from '../limits.ts';
import type { Attributes, Kind } from './kind.ts';

type Told = Attributes<'rate'>;

/** What takes longer than this at the given rate is sent in parts that take no longer, in ms. Source: toxics/bandwidth.go. */
const LONGEST_PART_MS = 100;

/**
 * Sends `rate` KB/s, of 1,000 bytes each, and each piece when it would have gone through a line of that rate. With a rate of 0
 * nothing goes. What a timer was late is made up for by the next piece.
 */
class BandwidthStage extends HoldingStage {
  readonly #attributes: () => Told;
  #freeAtMs = -Infinity;
  #lateMs = 0;

  constructor(next: Outlet, context: StageContext, attributes: () => Told) {
    super(next, context, MAX_PACED_BYTES);
    this.#attributes = attributes;
  }

  override changed(): void {
    // What went at the old rate is no debt at the new one.
    this.#freeAtMs = -Infinity;
    this.#lateMs = 0;
    super.changed();
  }

  protected override plan({ data, arrivedMs }: Held, nowMs: number): Piece {
    const { rate } = this.#attributes();
    if (rate <= 0) return { length: data.length, dueMs: Infinity };
    const length = Math.min(data.length, rate * LONGEST_PART_MS);
    const beginMs = Math.max(this.#freeAtMs, Math.min(arrivedMs, nowMs) - this.#lateMs);
    return { length, dueMs: beginMs + length / rate };
  }

  protected override sent(_first: Held, { dueMs }: Piece, nowMs: number): void {
    this.#freeAtMs = dueMs;
    this.#lateMs = nowMs - dueMs;
  }
}

/** Limits how much passes in a second. */
export const bandwidth: Kind<'rate'> = {
  defaults: { rate: 0 },
  createStage: (next, context, attributes) => new BandwidthStage(next, context, attributes),
};
