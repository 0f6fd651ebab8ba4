import { HoldingStage, type Held, type Piece } from '../stages/holding-stage.ts';
import type { Outlet } from '../stages/outlet.ts';
import type { StageContext } from '../stages/stage.ts';
import { MAX_PACED_BYTES } from '../limits.ts';
import type { Attributes, Kind } from './kind.ts';
import { slicesOf } from './slices.ts';

type Told = Attributes<'average_size' | 'size_variation' | 'delay'>;

/** The kernel is given slice by slice, and `delay` microseconds pass after each. Source: toxics/slicer.go of Toxiproxy. */
class SlicerStage extends HoldingStage {
  readonly #attributes: () => Told;
  #slices: Generator<number, void, void> | undefined;
  #sliced: Held | undefined;
  #lastMs = -Infinity;

  constructor(next: Outlet, context: StageContext, attributes: () => Told) {
    super(next, context, MAX_PACED_BYTES);
    this.#attributes = attributes;
  }

  override changed(): void {
    this.#sliced = undefined;
    super.changed();
  }

  protected override get isApart(): boolean {
    return true;
  }

  protected override plan(first: Held): Piece {
    const { average_size: average, size_variation: variation, delay: delayUs } = this.#attributes();
    if (this.#sliced !== first) {
      this.#sliced = first;
      this.#slices = slicesOf(first.data.length, average, variation, this.context.random);
    }
    const { value } = this.#slices?.next() ?? {};
    const length = typeof value === 'number' ? value : first.data.length;
    return { length, dueMs: this.#lastMs + Math.max(0, delayUs) / 1_000 };
  }

  protected override sent(_first: Held, _piece: Piece, nowMs: number): void {
    this.#lastMs = nowMs;
  }
}

/** Cuts what passes into small pieces. */
export const slicer: Kind<'average_size' | 'size_variation' | 'delay'> = {
  defaults: { average_size: 0, size_variation: 0, delay: 0 },
  createStage: (next, context, attributes) => new SlicerStage(next, context, attributes),
};
