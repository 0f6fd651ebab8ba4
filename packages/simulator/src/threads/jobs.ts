import { tellWholeBlock, type Repetition, type RunRange, type ToldBlock } from '../repetitions/tell-block.ts';
import { doBlock, type Block, type BlockResult, type SweepRuns } from '../sweeps/block.ts';
import type { Cell } from '../sweeps/cell.ts';

/** What a thread can be asked for, and what it answers; what comes depends on nothing but the order. */
export const JOBS = {
  /** A block of a sweep. */
  sweep: ({ block, cell, runs }: SweepOrder): BlockResult => doBlock(block, cell, runs),
  /** Runs of one model, told. */
  tell: ({ repetition, range }: TellOrder): ToldBlock => tellWholeBlock(repetition, range),
};
export type JobName = keyof typeof JOBS;

/** An order of each job. */
export type SweepOrder = Readonly<{ block: Block; cell: Pick<Cell, 'model' | 'outbreak'>; runs: SweepRuns }>;
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
