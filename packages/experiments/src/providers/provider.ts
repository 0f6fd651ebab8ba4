import type { ProviderSpec } from '../experiment.ts';
import type { Json } from '../json.ts';
import type { Values } from '../values/substitute.ts';

/** What was done to which pods, for the report: who was hit. */
export type Hit = Readonly<{
  fault: string;
  run?: string;
  startedAt: string;
  endedAt: string;
  /** `held` where every pod was hit and nothing is left. */
  verdict: string;
  /** The node that was hit as a whole, by the one pod. */
  node?: string;
  pods: readonly Readonly<{ namespace: string; name: string; outcome: string }>[];
}>;

/** A fault that goes on after its activity has returned, until it is ended. */
export type StandingFault = Readonly<{
  name: string;
  /** Ends it, and settles with the proof; rejects where there is none. */
  end: () => Promise<void>;
}>;

/** What an activity has while it runs. */
export type ActivityContext = Readonly<{
  values: Values;
  /** Aborted, it ends as soon as it can, and leaves nothing. */
  signal: AbortSignal;
  /** Tells one line of what happens meanwhile. */
  tell: (line: string) => void;
  /** Told once what was done to pods; also where it failed. */
  hit: (hit: Hit) => void;
  /** Hands over a fault that goes on. */
  standing: (fault: StandingFault) => void;
}>;

/** What an action would do as things are now, in lines, and whether it would be refused, to anybody or as a whole. */
export type Preview = Readonly<{ lines: readonly string[]; isRefused: boolean }>;

/** Of what nobody can tell beforehand. */
export const NOTHING_FORESEEN: Preview = { lines: [], isRefused: false };

/** A mistake in a provider, and of which of its fields. */
export type ProviderMistake = Readonly<{ field: readonly (string | number)[]; message: string }>;

/** One kind of provider. */
export type Provider<S extends ProviderSpec = ProviderSpec> = Readonly<{
  /** What is wrong with it, as far as that can be told without touching anything. */
  check: (spec: S, values: Values) => readonly ProviderMistake[];
  /** What it does, in a few words; no secrets are in the values. */
  describe: (spec: S, values: Values) => string;
  /** What it would do as things are now; asks, and changes nothing. */
  preview?: (spec: S, context: Pick<ActivityContext, 'values' | 'signal'>) => Promise<Preview>;
  /**
   * Makes sure that it is not refused whatever comes before it; asks, and changes nothing.
   * @throws why it is
   */
  refuse?: (spec: S, context: Pick<ActivityContext, 'values' | 'signal'>) => Promise<void>;
  /** Whether it acts on, or asks, the cluster. */
  needsCluster: boolean;
  /**
   * Does it.
   * @throws what it fails for; the activity has failed then, and the experiment goes on
   */
  run: (spec: S, context: ActivityContext) => Promise<Json>;
}>;

/** All providers, by the `type` that chooses them. */
export type Providers = {
  readonly [Type in ProviderSpec['type']]: Provider<Extract<ProviderSpec, { type: Type }>>;
};

/** The provider that a spec is for. */
export function providerFor<S extends ProviderSpec>(providers: Providers, spec: S): Provider<S> {
  return providers[spec.type] as unknown as Provider<S>;
}
