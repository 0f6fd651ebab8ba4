import type { Cancel } from '../clock.ts';
import type { Outlet } from '../stages/outlet.ts';
import { Stage, type Reason, type StageContext } from '../stages/stage.ts';
import type { Attributes, Kind } from './kind.ts';

type Told = Attributes<'timeout'>;

/**
 * Nothing passes, and the connection is cut once nothing has come for `timeout` ms; with 0 it is not. It is cut as well when
 * the toxic is removed: bytes are missing by then. Source: toxics/timeout.go of Toxiproxy, whose time begins anew with each
 * chunk, too.
 */
class TimeoutStage extends Stage {
  readonly #attributes: () => Told;
  #cancel: Cancel | undefined;

  constructor(next: Outlet, context: StageContext, attributes: () => Told) {
    super(next, context);
    this.#attributes = attributes;
    this.changed();
  }

  override take(): void {
    this.context.acted();
    this.changed();
  }

  override changed(): void {
    this.#cancel?.();
    const { timeout: timeoutMs } = this.#attributes();
    const isTimed = timeoutMs > 0 && !this.isOver;
    this.#cancel = isTimed ? this.context.clock.after(timeoutMs, () => this.#cut()) : undefined;
  }

  override release(reason: Reason): void {
    this.#cancel?.();
    if (reason === 'removed') this.pass('cut');
  }

  override abandon(): void {
    super.abandon();
    this.#cancel?.();
  }

  protected override ended(): void {
    this.#cancel?.();
    super.ended();
  }

  #cut(): void {
    this.context.acted();
    this.pass('cut');
  }
}

/** Lets nothing pass, and ends the connection after a time. */
export const timeout: Kind<'timeout'> = {
  defaults: { timeout: 0 },
  createStage: (next, context, attributes) => new TimeoutStage(next, context, attributes),
};
