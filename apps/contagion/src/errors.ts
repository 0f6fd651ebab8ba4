import { CodedError } from '@pod-contagion/errors';

/** Every way the command line can fail, with what each means and the exit code it gives. */
export const CONTAGION_ERROR_CODES = {
  CONTAGION_USAGE: { exitCode: 2, meaning: 'a command or flag is unknown, or has a value it does not take' },
  CONTAGION_MANIFEST: { exitCode: 2, meaning: 'a manifest has a kind that a local cluster does not run' },
  CONTAGION_KUBECONFIG: {
    exitCode: 2,
    meaning: 'there is no kubeconfig, it names nothing that can be used, or its credentials can not be had',
  },
  CONTAGION_UNREACHABLE: { exitCode: 1, meaning: 'the API server could not be reached; the cause tells why' },
  CONTAGION_API: { exitCode: 1, meaning: 'the API server refused a request' },
  CONTAGION_NOT_READY: { exitCode: 1, meaning: 'the podders did not become Ready in time' },
  CONTAGION_OPEN_FILES: {
    exitCode: 1,
    meaning: 'fewer files may be open than the podders need; the message says how to raise that',
  },
  CONTAGION_SWEEP_FILE: {
    exitCode: 1,
    meaning: 'the file of a sweep could not be written; what it holds is whole, and --resume goes on with it',
  },
  CONTAGION_FILE: {
    exitCode: 1,
    meaning: 'a file that was asked for could not be written; nothing half-written is left',
  },
  CONTAGION_NOT_INFECTED: { exitCode: 1, meaning: 'no podder answered the sneeze' },
} as const;

/** One of the codes in `CONTAGION_ERROR_CODES`. */
export type ContagionErrorCode = keyof typeof CONTAGION_ERROR_CODES;

/** What this app throws: a `code` to act on, a message of one line that says what was expected and what was got. */
export class ContagionError extends CodedError<ContagionErrorCode> {
  override readonly name = 'ContagionError';

  /** What the process ends with. */
  get exitCode(): number {
    return CONTAGION_ERROR_CODES[this.code].exitCode;
  }
}

/** An error for wrong usage; the most frequent one. */
export function usageError(message: string): ContagionError {
  return new ContagionError('CONTAGION_USAGE', message);
}
