import type { Json } from '../json.ts';
import type { Hit } from '../providers/provider.ts';

/** One activity that was run, as Chaos Toolkit writes it. */
export type ActivityRun = {
  activity: Json;
  output: Json;
  start: string;
  end?: string;
  /** Seconds. */
  duration?: number;
  status?: 'succeeded' | 'failed';
  exception?: readonly string[];
  tolerance_met?: boolean;
  /** Why the tolerance was not met; this toolkit's own. */
  tolerance_why?: string;
};

/** One look at the hypothesis: its probes until the first that is not as it should be. */
export type SteadyState = { steady_state_met: boolean | null; probes: ActivityRun[] };

/** How an experiment ended, for Chaos Toolkit. */
export type JournalStatus = 'completed' | 'failed' | 'aborted' | 'interrupted';

/**
 * What an experiment came to. `held`: the hypothesis held, and everything that was to be done was. `deviated`: it did not hold
 * during or after the method. `not-steady`: it did not hold before, so that nothing was done. `refused`: something can't be
 * done, which was known before anything was. `failed`: an action did not do
 * what it should, so that nothing is shown. `not-ended`: it is not proven that a fault is gone. `interrupted`: by a signal.
 */
export type ExperimentVerdict =
  'held' | 'deviated' | 'not-steady' | 'refused' | 'failed' | 'not-ended' | 'interrupted';

/** A fault that went on when its activity had returned, and how it was ended. */
export type Undone = Readonly<{ name: string; start: string; end: string; ended: boolean; why?: string }>;

/** What this toolkit adds to a journal, under its own name. */
export type OwnPart = {
  version: string;
  verdict: ExperimentVerdict;
  why: string;
  hypothesisStrategy: string;
  rollbackStrategy: string;
  /** Where it acted: the context and server of the kubeconfig; left out where no cluster was asked. */
  cluster?: string;
  /** Why nothing was begun; left out where it was. */
  refused?: readonly string[];
  hits: (Hit & Readonly<{ activity: string }>)[];
  undone: Undone[];
};

/** The journal of a run, in Chaos Toolkit's form. */
export type Journal = {
  'chaoslib-version': string;
  platform: string;
  node: string;
  experiment: Json;
  start: string;
  end: string;
  /** Seconds. */
  duration: number;
  status: JournalStatus;
  deviated: boolean;
  steady_states: { before: SteadyState | null; after: SteadyState | null; during: SteadyState[] };
  run: ActivityRun[];
  rollbacks: ActivityRun[];
  'pod-chaos': OwnPart;
};
