import type { Frame, Snapshot } from '@pod-contagion/observatory';
import type { PresentPod, Story } from '@pod-contagion/simulator';
import type { Baseline } from '../game/baseline.ts';
import type { Theory } from '@pod-contagion/simulator/statistics';
import type { Fan } from './fan.ts';
import type { SimulationPlan } from './plan.ts';

/** What a page asks a worker of a simulation. */
export type SimulateOrder =
  | Readonly<{ type: 'start'; plan: SimulationPlan; epoch: string; startMs: number }>
  /** It has learned what was sent, and wants more of the run of this epoch. */
  | Readonly<{ type: 'more'; epoch: string }>
  /** What comes of it where nobody plays. */
  | Readonly<{ type: 'baseline'; plan: SimulationPlan; epoch: string; runs: number }>
  /** The same from what pods are now on; answered again and again, of more runs each time. */
  | Readonly<{
      type: 'ahead';
      plan: SimulationPlan;
      pods: readonly PresentPod[];
      epoch: string;
      runs: number;
    }>
  | FuturesOrder;

/** Futures from what pods are at a moment, in ms since 1970. */
export type FuturesOrder = Readonly<{
  type: 'futures';
  epoch: string;
  plan: SimulationPlan;
  pods: readonly PresentPod[];
  fromMs: number;
}>;

/** What a worker answers. */
export type SimulateAnswer =
  | Readonly<{ type: 'baseline'; epoch: string; baseline: Baseline }>
  | Readonly<{ type: 'snapshot'; epoch: string; snapshot: Snapshot; theory: Theory }>
  /** `story` once these are the last; null where it was broken off for its size. */
  | Readonly<{ type: 'frames'; epoch: string; frames: readonly Frame[]; story: Story | null | undefined }>
  /** As many futures as there are by now. */
  | Readonly<{ type: 'fan'; epoch: string; fan: Fan }>
  | Readonly<{ type: 'refused'; epoch: string; message: string }>;
