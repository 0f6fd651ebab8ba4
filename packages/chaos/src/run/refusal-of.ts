import { ChaosError } from '../errors.ts';

/** What a check refuses with; undefined where it refuses nothing. For a dry run, which says it instead of failing. */
export function refusalOf(check: () => void): ChaosError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof ChaosError) return error;
    throw error;
  }
}
