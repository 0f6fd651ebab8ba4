import type { EnsembleOptions } from '../ensembles/run-block.ts';
import type { Model } from '../engine/model.ts';
import { tellWholeBlock, type Repetition, type RunRange, type ToldBlock } from '../repetitions/tell-block.ts';
import { doBlock, type Block, type BlockResult } from '../sweeps/block.ts';

/** What a thread can be asked for, and what it answers; what comes depends on nothing but the order. */
export const JOBS = {
  /** A block of a sweep. */
  sweep: ({ block, model, ensemble }: SweepOrder): BlockResult => doBlock(block, model, ensemble),
  /** Runs of one model, told. */
  tell: ({ repetition, range }: TellOrder): ToldBlock => tellWholeBlock(repetition, range),
};
export type JobName = keyof typeof JOBS;

/** An order of each job. */
export type SweepOrder = Readonly<{ block: Block; model: Model; ensemble: EnsembleOptions }>;
export type TellOrder = Readonly<{ repetition: Repetition; range: RunRange }>;
export type OrderOf<Name extends JobName> = Parameters<(typeof JOBS)[Name]>[0];
export type AnswerOf<Name extends JobName> = ReturnType<(typeof JOBS)[Name]>;

/** What is sent to a thread. */
export type Order = Readonly<{ [Name in JobName]: { job: Name; order: OrderOf<Name> } }[JobName]>;

/** Does what is asked for. */
export function doJob(asked: Order): AnswerOf<JobName> {
  switch (asked.job) {
    case 'sweep':
      return JOBS.sweep(asked.order);
    case 'tell':
      return JOBS.tell(asked.order);
  }
}
