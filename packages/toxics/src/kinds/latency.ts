import { HoldingStage, type Held, type Piece } from '../stages/holding-stage.ts';
import type { Outlet } from '../stages/outlet.ts';
import type { StageContext } from '../stages/stage.ts';
import { MAX_DELAYED_BYTES } from '../limits.ts';
import type { Attributes, Kind } from './kind.ts';

type Told = Attributes<'latency' | 'jitter'>;

/**
 * Each chunk goes `latency` ms after it was read, at random up to `jitter` ms more or less; never before one that came before
 * it. Source: toxics/latency.go of Toxiproxy, where the time of reading counts too, and several latencies add up.
 */
class LatencyStage extends HoldingStage {
  readonly #attributes: () => Told;

  constructor(next: Outlet, context: StageContext, attributes: () => Told) {
    super(next, context, MAX_DELAYED_BYTES);
    this.#attributes = attributes;
  }

  protected override plan({ data, atMs }: Held): Piece {
    const { latency, jitter } = this.#attributes();
    const variationMs = jitter > 0 ? Math.floor(this.context.random() * jitter * 2) - jitter : 0;
    return { length: data.length, dueMs: atMs + Math.max(0, latency + variationMs) };
  }

  protected override sent(first: Held, { dueMs }: Piece): void {
    first.atMs = dueMs;
  }
}

/** Delays what passes. */
export const latency: Kind<'latency' | 'jitter'> = {
  defaults: { latency: 0, jitter: 0 },
  createStage: (next, context, attributes) => new LatencyStage(next, context, attributes),
};
