import type { AnswerHead } from '../connection/send.ts';

/**
 * How long an API server asks to wait before the same request comes again, in milliseconds; undefined where it does not.
 * After a 429 or 503 the request was not begun, so that it may be any; after another error of the server only one that
 * changes nothing is sent again. A budget that is against an eviction is no want of capacity: its 429 is an answer.
 *
 * Source: client-go/rest/with_retry.go; pkg/registry/core/pod/storage/eviction.go (`DisruptionBudgetCause`).
 */
export function askedToWaitMs(
  method: string,
  { status, headers, text }: AnswerHead & Readonly<{ text: string }>,
  nowMs: number,
): number | undefined {
  const isForAny = status === 429 || status === 503;
  if (!isForAny && !(status >= 500 && changesNothing(method))) return undefined;
  const waitMs = parseRetryAfter(headers['retry-after'], nowMs);
  return waitMs === undefined || hasCause(text, 'DisruptionBudget') ? undefined : waitMs;
}

/** Reads `Retry-After`: seconds, or a date (RFC 9110, 10.2.3); undefined for anything else. */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const atMs = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

/** Whether a request may be sent twice and does no more than one. */
export function changesNothing(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Whether a Status in JSON names a cause. */
export function hasCause(text: string, reason: string): boolean {
  let status: { details?: { causes?: unknown } } | null;
  try {
    status = JSON.parse(text) as typeof status;
  } catch {
    return false;
  }
  const causes = status?.details?.causes;
  return (
    Array.isArray(causes) && causes.some((cause: { reason?: unknown } | null) => cause?.reason === reason)
  );
}
