// What is counted, by its place. The first are how many are in which phase, by its number in phase.ts, written once more:
// single numbers, in a file that imports nothing, are what bundlers write where they are used. A test compares them.

export const susceptible = 0;
export const incubating = 1;
export const symptomatic = 2;
export const starting = 3;
export const waiting = 4;
export const gone = 5;
export const immune = 6;
export const starter = 7;
/** Podders that their kubelets call ready. */
export const ready = 8;
export const infections = 9;
export const restarts = 10;
export const mostRestarts = 11;
export const generations = 12;
export const sneezes = 13;
/** Sneezes that nobody took: no endpoint, a closed face, or a network that lost them. */
export const refused = 14;
/** Changes of state: what the speed of a simulation is counted in. */
export const events = 15;
