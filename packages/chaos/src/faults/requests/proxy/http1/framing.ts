import { chunkedBody, NO_BODY, sizedBody, UNTIL_CLOSE, type Body } from './body.ts';
import { valuesOf, wordsOf, type Head } from './head.ts';

/** The body that a request has by its head; undefined where that is not certain. Source: RFC 9112, 6.3. */
export function requestBody(head: Head): Body | undefined {
  const codings = wordsOf(head, 'transfer-encoding');
  if (codings.length > 0) return codings.at(-1) === 'chunked' ? chunkedBody() : undefined;
  const length = lengthOf(head);
  return length === 'none' ? NO_BODY : length === undefined ? undefined : sizedBody(length);
}

/** The body of the answer to a request of this method; undefined where that is not certain. */
export function responseBody(head: Head, method: string, status: number): Body | undefined {
  if (method === 'HEAD' || status === 204 || status === 304 || status < 200) return NO_BODY;
  const codings = wordsOf(head, 'transfer-encoding');
  if (codings.length > 0) return codings.at(-1) === 'chunked' ? chunkedBody() : UNTIL_CLOSE;
  const length = lengthOf(head);
  return length === 'none' ? UNTIL_CLOSE : length === undefined ? undefined : sizedBody(length);
}

/** Some repeat the length; it counts where all say the same. */
function lengthOf(head: Head): number | 'none' | undefined {
  const lengths = new Set(
    valuesOf(head, 'content-length').flatMap((value) => value.split(',').map((each) => each.trim())),
  );
  const [first, ...others] = lengths;
  if (first === undefined) return 'none';
  return others.length === 0 && /^[0-9]{1,15}$/.test(first) ? Number(first) : undefined;
}
