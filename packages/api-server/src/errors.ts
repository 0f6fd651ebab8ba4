import { CodedError } from '@pod-contagion/errors';

/** Every way an API server can fail to start, with what each means. The docs' table is made from this. */
export const API_SERVER_ERROR_CODES = {
  API_OPTION: 'an option of createApiServer has a value that cannot be meant',
  API_PORT_IN_USE: 'another process listens on the port chosen',
  API_LISTEN_FAILED: 'the listener could not be opened for another reason; the cause tells it',
} as const;

/** One of the codes in `API_SERVER_ERROR_CODES`. */
export type ApiServerErrorCode = keyof typeof API_SERVER_ERROR_CODES;

/** What starting an API server throws: a `code` to act on, a message that says what was expected and what was got. */
export class ApiServerError extends CodedError<ApiServerErrorCode> {
  override readonly name = 'ApiServerError';
}
