import type { Experiment } from '../experiment.ts';
import type { Json } from '../json.ts';
import type { ProviderSpec, Activity } from '../experiment.ts';
import type { ActivityContext, StandingFault } from '../providers/provider.ts';
import type { Values } from '../values/substitute.ts';
import type { Clock } from './clock.ts';
import type { OnExperimentEvent } from './events.ts';
import type { Journal } from './journal.ts';

/** Does what a provider says, by whoever can; what it throws is a failed activity. */
export type Perform = (spec: ProviderSpec, context: ActivityContext) => Promise<Json>;

/** What all parts of a run share. */
export type RunState = Readonly<{
  experiment: Experiment;
  named: ReadonlyMap<string, Activity>;
  values: Values;
  clock: Clock;
  perform: Perform;
  onEvent: OnExperimentEvent;
  journal: Journal;
  /** Faults that go on; whoever ends them takes them out. */
  standing: StandingFault[];
}>;
