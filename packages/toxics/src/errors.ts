import { CodedError } from '@pod-contagion/errors';

/** Every way a request to the engine can fail, with the status that the REST API answers. The docs' table is made from this. */
export const TOXICS_ERROR_CODES = {
  TOXICS_BAD_BODY: { status: 400, meaning: 'a body is no JSON, or a field in it is not what it has to be' },
  TOXICS_MISSING_FIELD: { status: 400, meaning: 'a proxy has no name or no upstream' },
  TOXICS_INVALID_STREAM: { status: 400, meaning: 'a stream is neither upstream nor downstream' },
  TOXICS_INVALID_TYPE: { status: 400, meaning: 'there is no toxic of that type' },
  TOXICS_NOT_LOOPBACK: {
    status: 403,
    meaning: 'a proxy would listen elsewhere than on loopback, and nobody said that it may',
  },
  TOXICS_NO_PROXY: { status: 404, meaning: 'there is no proxy of that name' },
  TOXICS_NO_TOXIC: { status: 404, meaning: 'the proxy has no toxic of that name' },
  TOXICS_PROXY_EXISTS: { status: 409, meaning: 'there is a proxy of that name already' },
  TOXICS_TOXIC_EXISTS: { status: 409, meaning: 'the proxy has a toxic of that name already' },
  TOXICS_TOO_MANY: {
    status: 429,
    meaning: 'there are as many proxies, or toxics of a proxy, as there may be',
  },
  TOXICS_LISTEN: { status: 500, meaning: 'an address can not be listened on' },
} as const;

/** One of the codes in `TOXICS_ERROR_CODES`. */
export type ToxicsErrorCode = keyof typeof TOXICS_ERROR_CODES;

/** What this package throws: a `code` to act on, and a message of one line. The first words of most are Toxiproxy's. */
export class ToxicsError extends CodedError<ToxicsErrorCode> {
  override readonly name = 'ToxicsError';

  /** The status that the REST API answers with. */
  get status(): number {
    return TOXICS_ERROR_CODES[this.code].status;
  }
}
