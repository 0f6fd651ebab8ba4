import { badRequest } from '../machinery/api-error.ts';

/** Where a list goes on: behind the object of that key, in the state of that revision. */
export type ContinueToken = Readonly<{
  /** -1 is the present state, whatever the first part showed. */
  revision: number;
  /** Namespace and name of the last object sent. */
  after: readonly [namespace: string, name: string];
}>;

const VERSION = 'meta.k8s.io/v1';

/** Writes a token as clients carry it. Source: apiserver/pkg/storage/continue.go, whose form this follows. */
export function encodeContinue({ revision, after }: ContinueToken): string {
  const text = JSON.stringify({ v: VERSION, rv: revision, start: after.join('/') });
  return Buffer.from(text).toString('base64url');
}

/**
 * Reads a token back.
 * @throws {ApiError} 400 where it is not one of ours.
 */
export function decodeContinue(text: string): ContinueToken {
  const { v, rv, start } = parsed(text);
  if (v !== VERSION)
    throw badRequest('continue key is not valid: server does not recognize this encoded version');
  if (
    typeof rv !== 'number' ||
    !Number.isSafeInteger(rv) ||
    rv < -1 ||
    rv === 0 ||
    typeof start !== 'string'
  ) {
    throw badRequest('continue key is not valid: incorrect encoded start resourceVersion or key');
  }
  const slash = start.indexOf('/');
  if (slash === -1) throw badRequest(`continue key is not valid: ${JSON.stringify(start)} has no slash`);
  return { revision: rv, after: [start.slice(0, slash), start.slice(slash + 1)] };
}

function parsed(text: string): { v?: unknown; rv?: unknown; start?: unknown } {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Answered below like any other token that is none.
  }
  throw badRequest('continue key is not valid: expected base64 of a JSON object');
}
