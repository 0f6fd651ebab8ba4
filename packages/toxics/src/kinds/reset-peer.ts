import type { Cancel } from '../clock.ts';
import type { Outlet } from '../stages/outlet.ts';
import { Stage, type StageContext } from '../stages/stage.ts';
import type { Attributes, Kind } from './kind.ts';

type Told = Attributes<'timeout'>;

/**
 * Once something comes, which is lost, or the end does, the connection is reset after `timeout` ms: both sides get a TCP RST.
 * Source: toxics/reset_peer.go of Toxiproxy.
 */
class ResetPeerStage extends Stage {
  readonly #attributes: () => Told;
  #cancel: Cancel | undefined;

  constructor(next: Outlet, context: StageContext, attributes: () => Told) {
    super(next, context);
    this.#attributes = attributes;
  }

  override take(): void {
    this.#arm();
  }

  override release(): void {
    // What it has swallowed can't be made good any more.
    if (this.#cancel !== undefined) this.#reset();
  }

  override abandon(): void {
    super.abandon();
    this.#cancel?.();
  }

  protected override ended(): void {
    this.#arm();
  }

  #arm(): void {
    if (this.isOver) return;
    const { clock, acted } = this.context;
    acted();
    this.#cancel ??= clock.after(Math.max(0, this.#attributes().timeout), () => this.#reset());
  }

  #reset(): void {
    this.abandon();
    this.context.reset();
  }
}

/** Resets the connection. */
export const resetPeer: Kind<'timeout'> = {
  defaults: { timeout: 0 },
  createStage: (next, context, attributes) => new ResetPeerStage(next, context, attributes),
};
