import type { Outlet } from '../stages/outlet.ts';
import { Stage, type StageContext } from '../stages/stage.ts';
import type { Attributes, Kind } from './kind.ts';

type Told = Attributes<'bytes'>;

/** So many bytes pass, then the connection is cut. Source: toxics/limit_data.go of Toxiproxy. */
class LimitDataStage extends Stage {
  readonly #attributes: () => Told;
  #passedBytes = 0;

  constructor(next: Outlet, context: StageContext, attributes: () => Told) {
    super(next, context);
    this.#attributes = attributes;
  }

  override take(data: Buffer, atMs: number): void {
    if (this.isOver) return;
    const leftBytes = Math.max(0, this.#attributes().bytes - this.#passedBytes);
    const passing = data.length > leftBytes ? data.subarray(0, leftBytes) : data;
    this.#passedBytes += passing.length;
    if (passing.length > 0) this.next.take(passing, atMs);
    if (leftBytes > data.length) return;
    this.context.acted();
    this.pass('cut');
  }

  override release(): void {}
}

/** Ends the connection after so many bytes. */
export const limitData: Kind<'bytes'> = {
  defaults: { bytes: 0 },
  createStage: (next, context, attributes) => new LimitDataStage(next, context, attributes),
};
