import type { Json, JsonObject } from './json.ts';

/** What is done by whom: one of the providers, with what belongs to it. */
export type ProviderSpec = HttpProvider | ProcessProvider | PythonProvider | OwnProvider;

/** A request. */
export type HttpProvider = Readonly<{
  type: 'http';
  url: string;
  method?: string;
  headers?: JsonObject;
  /** The query of a GET, else the body: a form, or JSON where the header content-type says so. */
  arguments?: Json;
  /** Seconds, or those to connect and those for the answer. */
  timeout?: Json;
  verify_tls?: boolean;
  max_retries?: number;
  secrets?: readonly string[];
}>;

/** A program, without a shell. */
export type ProcessProvider = Readonly<{
  type: 'process';
  path: string;
  arguments?: Json;
  /** Seconds. */
  timeout?: Json;
  secrets?: readonly string[];
}>;

/** A function of Python, of which those of `chaosk8s` are known here. */
export type PythonProvider = Readonly<{
  type: 'python';
  module: string;
  func: string;
  arguments?: JsonObject;
  secrets?: readonly string[];
}>;

/** What this toolkit does itself, by the name and the flags of its commands. */
export type OwnProvider = Readonly<{ type: 'pod-chaos'; func: string; arguments?: JsonObject }>;

/** What the output of a probe of the hypothesis has to be. */
export type Tolerance = boolean | number | string | readonly Json[] | ToleranceObject;

/** The longer forms of a tolerance. */
export type ToleranceObject =
  | Readonly<{ type: 'regex'; pattern: string; target?: string }>
  | Readonly<{ type: 'jsonpath'; path: string; expect?: Json; count?: number; target?: string }>
  | Readonly<{ type: 'range'; range: readonly number[]; target?: string }>
  | Readonly<{ type: 'probe'; name?: string; provider: ProviderSpec }>;

/** A probe or an action. */
export type Activity = Readonly<{
  type: 'probe' | 'action';
  name: string;
  provider: ProviderSpec;
  tolerance?: Tolerance;
  /** Whether the next activity begins without waiting for this one. */
  background?: boolean;
  /** Seconds before and after. */
  pauses?: Readonly<{ before?: Json; after?: Json }>;
}>;

/** An activity that stands elsewhere in the experiment, by its name. */
export type Reference = Readonly<{ ref: string; tolerance?: Tolerance }>;

/** What a probe of the hypothesis, a step of the method or a rollback is. */
export type Step = Activity | Reference;

/** When the hypothesis is looked at. */
export const HYPOTHESIS_STRATEGIES = [
  'default',
  'before-method-only',
  'after-method-only',
  'during-method-only',
  'continuously',
  'skip',
] as const;

/** One of them. */
export type HypothesisStrategy = (typeof HYPOTHESIS_STRATEGIES)[number];

/** When the rollbacks are played. */
export const ROLLBACK_STRATEGIES = ['default', 'always', 'never', 'deviated'] as const;

/** One of them. */
export type RollbackStrategy = (typeof ROLLBACK_STRATEGIES)[number];

/** A whole experiment, as its file has it. */
export type Experiment = Readonly<{
  title: string;
  description: string;
  method: readonly Step[];
  'steady-state-hypothesis'?: Readonly<{ title: string; probes?: readonly Step[] }>;
  rollbacks?: readonly Step[];
  configuration?: JsonObject;
  secrets?: JsonObject;
  tags?: readonly string[];
  runtime?: Readonly<{
    hypothesis?: Readonly<{ strategy?: HypothesisStrategy }>;
    rollbacks?: Readonly<{ strategy?: RollbackStrategy }>;
  }>;
}>;

/** Whether a step stands elsewhere. */
export function isReference(step: Step): step is Reference {
  return 'ref' in step;
}
