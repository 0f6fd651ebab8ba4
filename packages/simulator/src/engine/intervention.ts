import type { Range } from './model.ts';

/** What of a simulation can be waited for: how many pods are in a state now, or how much has happened so far. */
export const CONDITION_COUNTS = [
  'infected',
  'symptomatic',
  'waiting',
  'ready',
  'infections',
  'restarts',
] as const;
export type ConditionCount = (typeof CONDITION_COUNTS)[number];

/** When something is done: at a time, once or again and again, or once a count has risen, or fallen, so far. Times are in ms. */
export type Moment =
  | Readonly<{ atMs: number; everyMs?: number }>
  | Readonly<{ count: ConditionCount; least: number }>
  | Readonly<{ count: ConditionCount; most: number }>;

/**
 * How many of the pods that there are then; a percentage rounds up, as in the chaos toolkit. Or those very ones, by their numbers from 0:
 * whichever of them are there, and no cap holds.
 */
export type Amount =
  Readonly<{ count: number }> | Readonly<{ percent: number }> | Readonly<{ pods: readonly number[] }>;

/** The caps of the chaos toolkit on what is hit at once. */
export type Caps = Readonly<{
  /** The largest share of all pods, in per cent, rounded down but one at least; default 50. 100 lifts it. */
  maxPercent?: number;
  /** Whether the last ready pod may be hit; default: it is passed over. */
  allowLastReady?: boolean;
}>;

/** What is done. `forMs` is after how long it ends; default: never. */
export type Action =
  /** Pods that are drawn are deleted; their ReplicaSet makes others. */
  | Readonly<{ type: 'kill'; amount: Amount } & Caps>
  /** Pods that are drawn neither send nor receive sneezes. Their probes come from their node and go on. */
  | Readonly<{ type: 'disconnect'; amount: Amount; forMs?: number } & Caps>
  /** Each sneeze arrives later by a time drawn evenly from both ends. */
  | Readonly<{ type: 'delay'; delayMs: Range; forMs?: number }>
  /** Each sneeze gets lost with this probability; none is repeated. */
  | Readonly<{ type: 'loss'; share: number; forMs?: number }>
  /** The Deployment is to have as many pods. */
  | Readonly<{ type: 'scale'; pods: number }>
  /** The Service has no endpoints: nobody takes a sneeze. */
  | Readonly<{ type: 'close-service'; forMs?: number }>;

/** Something that is done to a simulation from outside. */
export type Intervention = Readonly<{ moment: Moment; action: Action }>;

/** What was done when, and to how many pods; 0 of what is done to none in particular. */
export type Done = Readonly<{ atMs: number; action: Action; pods: number; isEnd: boolean }>;

/** The most pods that a Deployment is ever to have. */
export function mostPods(pods: number, interventions: readonly Intervention[] = []): number {
  return interventions.reduce(
    (most, { action }) => (action.type === 'scale' ? Math.max(most, action.pods) : most),
    pods,
  );
}
