import { isObject } from './json-value.ts';

/** Names under which the library that applies JSON patches finds nothing, so that no prototype can be reached. */
const UNREACHABLE: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Where a pointer leads: to what is there, to a place where something may be added, or nowhere. */
export type Reach = 'present' | 'addable' | 'nowhere';

function step(value: unknown, token: string): Reach {
  if (Array.isArray(value)) {
    if (token === '-') return 'addable';
    if (!/^(0|[1-9]\d*)$/.test(token) || Number(token) > value.length) return 'nowhere';
    return Number(token) < value.length ? 'present' : 'addable';
  }
  if (!isObject(value) || UNREACHABLE.has(token)) return 'nowhere';
  return Object.hasOwn(value, token) ? 'present' : 'addable';
}

/** Follows a JSON pointer (RFC 6901) through what a document itself holds, never through what objects inherit. */
export function reachOf(document: unknown, pointer: string): Reach {
  const [start, ...tokens] = pointer
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (start !== '' || tokens.length === 0) return 'nowhere';
  let value = document;
  for (const [index, token] of tokens.entries()) {
    const reach = step(value, token);
    if (reach !== 'present' || index === tokens.length - 1)
      return index === tokens.length - 1 ? reach : 'nowhere';
    value = (value as Record<string, unknown>)[token];
  }
  return 'nowhere';
}
