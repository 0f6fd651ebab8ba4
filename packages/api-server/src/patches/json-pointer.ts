import { isIndex, pointerTokens, isRecord } from '@pod-contagion/notations';

/** Where a pointer leads: into what, by which key, and whether anything is there yet. */
export type Place = Readonly<{
  holder: Record<string, unknown> | unknown[];
  /** Of a list an index, or `-` for the place after its end. */
  key: string;
  isPresent: boolean;
  /** Undefined where nothing is there. */
  value: unknown;
}>;

function placeIn(holder: unknown, key: string): Place | undefined {
  if (Array.isArray(holder)) {
    if (key === '-') return { holder, key, isPresent: false, value: undefined };
    if (!isIndex(key) || Number(key) > holder.length) return undefined;
    const isPresent = Number(key) < holder.length;
    return { holder, key, isPresent, value: isPresent ? (holder[Number(key)] as unknown) : undefined };
  }
  if (!isRecord(holder)) return undefined;
  const isPresent = Object.hasOwn(holder, key);
  return { holder, key, isPresent, value: isPresent ? holder[key] : undefined };
}

/**
 * Follows a JSON pointer (RFC 6901) through what a document itself holds, never through what objects inherit: a label may be
 * called `constructor`. Undefined where there is no such place.
 */
export function findPlace(document: unknown, pointer: string): Place | undefined {
  let holder = document;
  let place: Place | undefined;
  for (const token of pointerTokens(pointer) ?? []) {
    if (place !== undefined) {
      if (!place.isPresent) return undefined;
      holder = place.value;
    }
    place = placeIn(holder, token);
    if (place === undefined) return undefined;
  }
  return place;
}
