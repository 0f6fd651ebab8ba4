// What a pod is; the lowest three bits of its state.
// Single numbers, in a file that imports nothing: bundlers write them where they are used, which a member of an object is not.

export const susceptible = 0;
export const incubating = 1;
export const symptomatic = 2;
/** Its container is being started. */
export const starting = 3;
/** In CrashLoopBackOff. */
export const waiting = 4;
/** There is none, or it is Pending. */
export const gone = 5;
/** Takes sneezes and is never infected. */
export const immune = 6;
/** A starter: its face is closed, and it is never infected. */
export const starter = 7;
