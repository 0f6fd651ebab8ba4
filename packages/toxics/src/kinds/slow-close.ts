import type { Cancel } from '../clock.ts';
import type { Outlet } from '../stages/outlet.ts';
import { Stage, type StageContext } from '../stages/stage.ts';
import type { Attributes, Kind } from './kind.ts';

type Told = Attributes<'delay'>;

/** Everything passes but the end, which waits `delay` ms. Source: toxics/slow_close.go of Toxiproxy. */
class SlowCloseStage extends Stage {
  readonly #attributes: () => Told;
  #cancel: Cancel | undefined;

  constructor(next: Outlet, context: StageContext, attributes: () => Told) {
    super(next, context);
    this.#attributes = attributes;
  }

  override take(data: Buffer, atMs: number): void {
    if (!this.isOver) this.next.take(data, atMs);
  }

  override release(): void {
    this.#cancel?.();
    if (this.ending !== undefined) this.pass();
  }

  override abandon(): void {
    super.abandon();
    this.#cancel?.();
  }

  protected override ended(): void {
    this.context.acted();
    this.#cancel ??= this.context.clock.after(Math.max(0, this.#attributes().delay), () => this.pass());
  }
}

/** Delays the end. */
export const slowClose: Kind<'delay'> = {
  defaults: { delay: 0 },
  createStage: (next, context, attributes) => new SlowCloseStage(next, context, attributes),
};
