import { forbidden, invalid, type FieldError } from '../machinery/field-error.ts';
import type { LogOptions } from './containers.ts';
import { badRequest, invalidObject } from '../machinery/api-error.ts';
import { flag, integer } from './query.ts';

/** What is asked of a log, but for the end of following. */
export type LogAsked = Omit<LogOptions, 'signal'>;

/**
 * Reads the query of `pods/NAME/log`.
 *
 * Source: pkg/apis/core/validation/validation.go (`ValidatePodLogOptions`).
 * @throws {ApiError} 400 or 422 where something in it is wrong.
 */
export function logOptionsOf(query: URLSearchParams, podName: string): LogAsked {
  const sinceTime = query.get('sinceTime') ?? '';
  const options = {
    follow: flag(query, 'follow'),
    previous: flag(query, 'previous'),
    timestamps: flag(query, 'timestamps'),
    tailLines: integer(query, 'tailLines'),
    sinceSeconds: integer(query, 'sinceSeconds'),
    sinceTimeMs: sinceTime === '' ? undefined : timeMs(sinceTime),
    limitBytes: integer(query, 'limitBytes'),
  };
  const errors = errorsOf(options);
  if (errors.length > 0) throw invalidObject('', 'PodLogOptions', podName, errors);
  return options;
}

function errorsOf({ tailLines, limitBytes, sinceSeconds, sinceTimeMs }: LogAsked): FieldError[] {
  const errors: FieldError[] = [];
  if (tailLines !== undefined && tailLines < 0) {
    errors.push(invalid('tailLines', tailLines, 'must be greater than or equal to 0'));
  }
  if (limitBytes !== undefined && limitBytes < 1) {
    errors.push(invalid('limitBytes', limitBytes, 'must be greater than 0'));
  }
  if (sinceSeconds !== undefined && sinceTimeMs !== undefined) {
    errors.push(forbidden('', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) {
    errors.push(invalid('sinceSeconds', sinceSeconds, 'must be greater than 0'));
  }
  return errors;
}

function timeMs(text: string): number {
  const ms = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[-+]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(ms))
    throw badRequest(`sinceTime: expected a time as in RFC 3339, got ${JSON.stringify(text)}`);
  return ms;
}
