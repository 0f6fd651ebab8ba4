import { ChaosError } from '@pod-contagion/chaos';

/** An error for wrong usage; a message of one line says what was expected and what was got. */
export function usageError(message: string): ChaosError {
  return new ChaosError('CHAOS_USAGE', message);
}

/** The message of whatever was thrown, on one line. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replaceAll(/\s*\n\s*/g, ' ');
}

/** What the process ends with for whatever was thrown; an error nobody foresaw gives 1. */
export function exitCodeOf(error: unknown): number {
  return error instanceof ChaosError ? error.exitCode : 1;
}
