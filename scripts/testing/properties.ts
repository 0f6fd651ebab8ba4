/**
 * Stands for fast-check in tests: it draws the same values in each run, so that a property that one value in a million breaks
 * does not fail on the day when something else was changed. `npm run hunt` looks for such values.
 */
import fc from 'fast-check';

export * from 'fast-check';
export { default } from 'fast-check';

/** The variable that holds the seed of all properties: a whole number of 32 bits; default: 1. */
export const SEED_VARIABLE = 'PROPERTY_SEED';

/** The variable that holds how many values a property is tried with that says nothing of it: from 1; default: fast-check's 100. */
export const RUNS_VARIABLE = 'PROPERTY_RUNS';

const seed = wholeNumber(SEED_VARIABLE, -(2 ** 31)) ?? 1;
const numRuns = wholeNumber(RUNS_VARIABLE, 1);
fc.configureGlobal({ seed, ...(numRuns === undefined ? {} : { numRuns }) });

function wholeNumber(variable: string, least: number): number | undefined {
  const text = process.env[variable];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= least && value < 2 ** 31) return value;
  throw new Error(`${variable}: expected a whole number from ${least} to ${2 ** 31 - 1}, got ${text}`);
}
