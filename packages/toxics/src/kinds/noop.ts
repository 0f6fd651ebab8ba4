import { Stage } from '../stages/stage.ts';
import type { Kind } from './kind.ts';

class NoopStage extends Stage {
  override take(data: Buffer, atMs: number): void {
    this.context.acted();
    this.next.take(data, atMs);
  }

  override release(): void {}
}

/** Does nothing; Toxiproxy has it too. */
export const noop: Kind<never> = {
  defaults: {},
  createStage: (next, context) => new NoopStage(next, context),
};
