import { ChaosError } from '@pod-contagion/chaos';
import { ExperimentError } from '@pod-contagion/experiments/errors';

/** An error for wrong usage; a message of one line says what was expected and what was got. */
export function usageError(message: string): ChaosError {
  return new ChaosError('CHAOS_USAGE', message);
}

/** What the process ends with for whatever was thrown; an error nobody foresaw gives 1. */
export function exitCodeOf(error: unknown): number {
  return error instanceof ChaosError || error instanceof ExperimentError ? error.exitCode : 1;
}
