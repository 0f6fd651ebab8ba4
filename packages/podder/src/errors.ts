import { CodedError } from '@pod-contagion/errors';

/** Every way a podder can fail to start or to be used, with what each means. The docs' table is made from this. */
export const PODDER_ERROR_CODES = {
  PODDER_USAGE: 'a flag or an environment variable is unknown or has a value it does not take',
  PODDER_ADDRESS_IN_USE: 'another process listens on the address of the face or of the health listener',
  PODDER_ADDRESS_NOT_AVAILABLE: 'the address to listen on is not one of this machine',
  PODDER_ADDRESS_DENIED: 'this user may not listen there, as with ports below 1024',
  PODDER_LISTEN_FAILED: 'a listener could not be opened for another reason; the cause tells it',
} as const;

/** One of the codes in `PODDER_ERROR_CODES`. */
export type PodderErrorCode = keyof typeof PODDER_ERROR_CODES;

/** What `packages/podder` throws: a `code` to act on, a message that says what was expected and what was got. */
export class PodderError extends CodedError<PodderErrorCode> {
  override readonly name = 'PodderError';
}
