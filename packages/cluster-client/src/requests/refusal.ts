import { isRecord } from '@pod-contagion/notations';
import { printable } from '../answers/printable.ts';
import { ClusterClientError } from '../errors.ts';
import type { ApiRequest } from './api-request.ts';

/** Most characters of an answer that are looked at, and most of them that a message shows. */
const MAX_LOOKED_AT = 2_000;
const MAX_SHOWN = 500;

/** How many causes of an error are looked at. */
const MAX_CAUSES = 8;

/** An error that tells what the API server said. `status` of the cause is the HTTP status. */
export function refused(
  { method = 'GET', path }: Pick<ApiRequest, 'method' | 'path'>,
  status: number,
  body: string,
): ClusterClientError {
  return new ClusterClientError(
    'CLUSTER_API',
    `${method} ${path} was answered ${status}: ${messageOf(body)}`,
    {
      cause: { status },
    },
  );
}

/** The status by which the API server refused, of an error or of what caused it; undefined where it is no refusal. */
export function statusOf(error: unknown): number | undefined {
  let each = error;
  for (let causes = 0; causes < MAX_CAUSES && each instanceof Error; causes++) {
    const { cause } = each;
    if (each instanceof ClusterClientError && isRecord(cause) && typeof cause['status'] === 'number') {
      return cause['status'];
    }
    each = cause;
  }
  return undefined;
}

/** Says whether an error is the API server's answer of this status. */
export function isStatus(error: unknown, status: number): boolean {
  return statusOf(error) === status;
}

/** The message of a Status, else the text itself, on one line. */
export function messageOf(body: string): string {
  let message = body;
  try {
    const value: unknown = JSON.parse(body);
    if (isRecord(value) && typeof value['message'] === 'string') message = value['message'];
  } catch {
    // Not JSON: a proxy in between, or a pod's own answer.
  }
  return printable(message.slice(0, MAX_LOOKED_AT)).slice(0, MAX_SHOWN) || 'nothing';
}
