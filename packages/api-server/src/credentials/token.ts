import { randomBytes } from 'node:crypto';

/** How much chance is in a token, in bytes. */
const TOKEN_BYTES = 32;

/** Makes a bearer token that cannot be guessed: 43 characters of base64url. */
export function createToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}
