import type { Case } from './case.ts';

/** The cases of one run by their ids, from 0 without a gap, and how many they are. A recorder's are one, and so is a `Set`. */
export type CaseLog = Iterable<Case> & Readonly<{ size: number }>;
