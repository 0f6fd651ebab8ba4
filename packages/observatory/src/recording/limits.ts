/**
 * Numbers of pods and infections in a recording are below this: an hour of a thousand pods has 0.2 million infections. Whoever reads
 * it makes room for all numbers up to the highest.
 */
export const MOST_NUMBERED: number = 2 ** 26;

/** The longest line that is read into columns, in bytes: they are made long enough for whatever it may hold, and stay. */
export const LONGEST_SCANNED: number = 2 ** 20;
