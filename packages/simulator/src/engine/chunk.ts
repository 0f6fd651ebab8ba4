/** Entries of a chunk of a delay line, and the words of one: when, which pod, and a word beside it. */
export const CHUNK = 4096;
export const WIDTH = 3;
