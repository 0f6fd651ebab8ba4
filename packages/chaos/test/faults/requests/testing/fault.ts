import type { RequestEffect, RequestFaultSpec, RequestMatch } from '../../../../src/faults/requests/spec.ts';

/** A fault of all requests to port 8080, unless the match says otherwise. */
export function requestFault(
  effect: RequestEffect,
  match: Partial<RequestMatch> = {},
  more: Partial<RequestFaultSpec> = {},
): RequestFaultSpec {
  return {
    kind: 'requests',
    interface: 'eth0',
    port: 8_080,
    calls: 'http',
    match: { methods: [], paths: [], headers: [], excludedPaths: [], ...match },
    effect,
    except: [],
    ...more,
  };
}

/** An answer 503 with a header and a body. */
export const UNAVAILABLE = {
  do: 'answer',
  code: 503,
  headers: [['Retry-After', '1']],
  body: 'not now',
} as const;

/** All requests fail like this. */
export const ALWAYS = { first: 0, rate: 1 } as const;
