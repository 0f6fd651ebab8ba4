import { CONDITIONS, type Condition } from '@pod-contagion/epidemic';

/** What a pod is, on the wire and in columns: the place of its condition in `CONDITIONS`, or that it is there no more. */
export const CODE: Readonly<Record<Condition | 'gone', number>> = {
  starting: 0,
  susceptible: 1,
  incubating: 2,
  symptomatic: 3,
  waiting: 4,
  ended: 5,
  gone: 6,
};

/** How many conditions there are; the code of a pod that is gone is this one. */
export const CONDITION_COUNT: number = CONDITIONS.length;

/** In the column of parents: patient zero, and one of whom nobody said who infected it. */
export const PARENT_NONE = -1;
export const PARENT_UNKNOWN = -2;

/** A generation, a strain or a count that nobody told. */
export const UNKNOWN = -1;
