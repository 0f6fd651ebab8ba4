import type { Outlet } from '../stages/outlet.ts';
import type { Stage, StageContext } from '../stages/stage.ts';

/** What a toxic is told, by name: whole numbers. */
export type Attributes<Name extends string = string> = Readonly<Record<Name, number>>;

/** One type of toxic. */
export type Kind<Name extends string = string> = Readonly<{
  /** What it can be told, and what is so where it is not. */
  defaults: Attributes<Name>;
  /** Puts it to work in one direction of a connection; the attributes are asked for each time, as they may change. */
  createStage: (next: Outlet, context: StageContext, attributes: () => Attributes<Name>) => Stage;
}>;
