import { readHash, writeHash } from '../state/address.ts';

let token: string | undefined;

/** Takes the token of a game out of the address, so that nobody reads it there, in the history or on a picture of the screen. */
export function takeToken(): void {
  const hash = readHash(location.hash);
  token = hash.get('token') ?? token;
  if (!hash.delete('token')) return;
  const rest = writeHash(hash);
  history.replaceState(null, '', rest === '' ? location.pathname + location.search : rest);
}

/** The token, where the address had one. */
export function heldToken(): string | undefined {
  return token;
}
