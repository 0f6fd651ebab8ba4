import type { ActivityRun } from './journal.ts';

/** When the hypothesis is looked at. */
export type Moment = 'before' | 'during' | 'after';

/** What happens while an experiment runs. */
export type ExperimentEvent =
  | Readonly<{ event: 'begin'; title: string }>
  /** Nothing is begun. */
  | Readonly<{ event: 'refused'; why: string }>
  | Readonly<{ event: 'hypothesis'; when: Moment; title: string }>
  | Readonly<{ event: 'hypothesis-done'; when: Moment; met: boolean; probe?: string; why?: string }>
  | Readonly<{ event: 'pause'; name: string; ms: number; when: 'before' | 'after' }>
  | Readonly<{ event: 'activity'; type: string; name: string; background: boolean }>
  | Readonly<{ event: 'activity-line'; name: string; line: string }>
  | Readonly<{ event: 'activity-done'; name: string; run: Readonly<ActivityRun> }>
  | Readonly<{ event: 'rollbacks'; play: boolean; strategy: string }>
  | Readonly<{ event: 'undo'; name: string }>
  | Readonly<{ event: 'undone'; name: string; ended: boolean; why?: string }>;

/** Takes them; must not throw. */
export type OnExperimentEvent = (event: ExperimentEvent) => void;
