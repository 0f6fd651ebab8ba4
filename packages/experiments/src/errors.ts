import { CodedError } from '@pod-contagion/errors';

/** Every way an experiment can't be read or run, what each means, and the exit code it gives. The docs' table is made from this. */
export const EXPERIMENT_ERROR_CODES = {
  EXPERIMENT_FILE: { exitCode: 2, meaning: 'the file of an experiment can not be read' },
  EXPERIMENT_INVALID: {
    exitCode: 2,
    meaning: 'it is no experiment that can be run here; a line for each mistake names line, column and path',
  },
  EXPERIMENT_VARIABLE: {
    exitCode: 2,
    meaning:
      'a variable of the environment that the configuration or a secret needs is missing or no such value',
  },
  EXPERIMENT_ACTIVITY: {
    exitCode: 1,
    meaning: 'an activity failed: no answer, out of time, not as it was to be; the journal has it',
  },
  EXPERIMENT_HOOK: {
    exitCode: 2,
    meaning: 'a hook is not one that can be sent; a hook that fails ends nothing',
  },
} as const;

/** One of the codes in `EXPERIMENT_ERROR_CODES`. */
export type ExperimentErrorCode = keyof typeof EXPERIMENT_ERROR_CODES;

/** What this package throws: a `code` to act on, a message that says what was expected and what was got. */
export class ExperimentError extends CodedError<ExperimentErrorCode> {
  override readonly name = 'ExperimentError';

  /** What a process that fails for this ends with. */
  get exitCode(): number {
    return EXPERIMENT_ERROR_CODES[this.code].exitCode;
  }
}

/** An activity that failed, which is no end of the experiment. */
export function activityFailed(message: string, cause?: unknown): ExperimentError {
  return new ExperimentError('EXPERIMENT_ACTIVITY', message, cause === undefined ? {} : { cause });
}
