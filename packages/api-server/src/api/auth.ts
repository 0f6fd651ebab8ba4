import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Makes a check of Authorization headers against the one token. It takes as long for a token that is almost right as
 * for one that is not: only hashes are compared.
 */
export function createTokenCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = hash(token);
  return (authorization = '') => {
    // `Bearer` in any case, as RFC 9110 has it.
    const given = /^bearer +(?<token>\S+)$/i.exec(authorization.trim())?.groups?.['token'];
    return given !== undefined && timingSafeEqual(hash(given), expected);
  };
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
