import type { CaseLog } from '../cases/case-log.ts';
import { SimulatorError } from '../errors.ts';

/** Refuses more cases than a format is for, before anything of it is written. */
export function checkSize({ size }: CaseLog, limit: number, format: string): void {
  if (size <= limit) return;
  throw new SimulatorError(
    'SIMULATOR_TOO_MANY_CASES',
    `expected at most ${limit} cases for ${format}, got ${size}`,
  );
}
