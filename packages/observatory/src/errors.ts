import { CodedError } from '@pod-contagion/errors';

/** Every way in which the observatory fails, with what each means. The docs' table is made from this. */
export const OBSERVATORY_ERROR_CODES = {
  OBSERVATORY_ADDRESS: 'the address or the port can not be listened at',
  OBSERVATORY_PAGE: 'the page has not been built',
  OBSERVATORY_RECORDING: 'a file is no recording, or not of this version; the message names the line',
  OBSERVATORY_FILE: 'a file could not be read or written',
} as const;

/** One of the codes in `OBSERVATORY_ERROR_CODES`. */
export type ObservatoryErrorCode = keyof typeof OBSERVATORY_ERROR_CODES;

/** What this package throws: a `code` to act on, a message of one line that says what was expected and what was got. */
export class ObservatoryError extends CodedError<ObservatoryErrorCode> {
  override readonly name = 'ObservatoryError';
}
