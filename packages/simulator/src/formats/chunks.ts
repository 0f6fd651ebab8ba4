import { CHUNK_CHARACTERS } from './limits.ts';

/** Puts short pieces of text together into chunks worth a write each. */
export function* chunks(pieces: Iterable<string>): Generator<string, void, undefined> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
