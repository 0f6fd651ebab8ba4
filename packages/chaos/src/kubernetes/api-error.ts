import { printable } from '@pod-contagion/cluster-client/printable';
import { describeError } from '@pod-contagion/errors';
import { ChaosError, type ChaosErrorCode } from '../errors.ts';

/** HTTP status of what the Kubernetes client threw; undefined where there was no answer. */
export function statusOf(error: unknown): number | undefined {
  if (error instanceof ChaosError) return statusOf(error.cause);
  const { code } = (error ?? {}) as { code?: unknown };
  // A DOMException (a time limit, an abort) has a small number there, which is no status.
  return typeof code === 'number' && code >= 100 ? code : undefined;
}

/** What the API server said: the message of its Status object, else the first words of its answer. Never its headers. */
export function apiMessage(error: unknown): string {
  const { body } = (error ?? {}) as { body?: unknown };
  let status = body;
  if (typeof body === 'string') {
    try {
      status = JSON.parse(body);
    } catch {
      return firstWords(body) || answered(error);
    }
  }
  const { message } = (status ?? {}) as { message?: unknown };
  if (typeof message === 'string' && message !== '') return printable(message);
  return statusOf(error) === undefined ? withCause(error) : answered(error);
}

/** The client's own text for a status would hold all headers. */
function answered(error: unknown): string {
  return `the API server answered with status ${statusOf(error) ?? 'unknown'}`;
}

function firstWords(body: string): string {
  return printable(body.slice(0, 2_000)).slice(0, 500);
}

/** `fetch failed` says nothing; its cause does. */
function withCause(error: unknown): string {
  const { cause } = (error ?? {}) as { cause?: unknown };
  const { code } = (cause ?? {}) as { code?: unknown };
  const why = cause instanceof Error ? cause.message || (typeof code === 'string' ? code : '') : '';
  return why === '' ? describeError(error) : `${describeError(error)}: ${why}`;
}

/**
 * Waits for a call of the API and makes whatever it throws a ChaosError that says what was being done: `doing` is what
 * stands behind "can't", such as `list pods in default`.
 */
export async function calling<T>(doing: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (cause instanceof ChaosError) throw cause;
    throw new ChaosError(codeOf(statusOf(cause)), `can't ${doing}: ${apiMessage(cause)}`, { cause });
  }
}

function codeOf(status: number | undefined): ChaosErrorCode {
  if (status === undefined) return 'CHAOS_UNREACHABLE';
  return status === 401 || status === 403 ? 'CHAOS_FORBIDDEN' : 'CHAOS_API';
}
