// What random numbers are drawn for: each has a stream of its own, so that one more draw of one leaves the others as they are.
// Single numbers, in a file that imports nothing: bundlers write them where they are used, which a member of an object is not.

export const target = 0;
export const livenessPhase = 1;
export const readinessPhase = 2;
export const startupPhase = 3;
export const firstSneeze = 4;
export const kill = 5;
export const start = 6;
export const ready = 7;
export const endpoint = 8;
export const retry = 9;
export const replace = 10;
export const choice = 11;
export const unknownEnd = 12;
export const startJitter = 13;
export const create = 14;
export const reap = 15;
