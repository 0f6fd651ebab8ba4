import { forbidden, notSupported, type FieldError } from '../machinery/field-error.ts';
import { flag, integer, refuseOptions, resourceVersionOf } from './query.ts';

/** The query of a list or watch, but for its selectors. */
export type ListOptions = Readonly<{
  watch: boolean;
  resourceVersion: number | undefined;
  match: 'Exact' | 'NotOlderThan' | undefined;
  limit: number;
  continueToken: string;
  timeoutSeconds: number | undefined;
  bookmarks: boolean;
  /** Undefined where the client does not say. */
  sendInitialEvents: boolean | undefined;
}>;

const OPTIONS = 'ListOptions';

/**
 * Reads the query of a list or watch.
 *
 * Source: meta/internalversion/validation/validation.go (`ValidateListOptions`).
 * @throws {ApiError} 400 or 422 where something in it is wrong.
 */
export function listOptionsOf(query: URLSearchParams): ListOptions {
  const options = {
    watch: flag(query, 'watch'),
    resourceVersion: resourceVersionOf(query, OPTIONS),
    match: query.get('resourceVersionMatch') ?? '',
    limit: integer(query, 'limit') ?? 0,
    continueToken: query.get('continue') ?? '',
    timeoutSeconds: integer(query, 'timeoutSeconds'),
    bookmarks: flag(query, 'allowWatchBookmarks'),
    sendInitialEvents: query.has('sendInitialEvents') ? flag(query, 'sendInitialEvents') : undefined,
  };
  refuseOptions(
    OPTIONS,
    options.watch && options.sendInitialEvents !== undefined
      ? watchListErrors(options.match)
      : matchErrors(options),
  );
  const { match } = options;
  return { ...options, match: match === 'Exact' || match === 'NotOlderThan' ? match : undefined };
}

type Given = Omit<ListOptions, 'match'> & { match: string };

function matchErrors({
  watch,
  resourceVersion,
  match,
  continueToken,
  sendInitialEvents,
}: Given): FieldError[] {
  const errors: FieldError[] = [];
  if (sendInitialEvents !== undefined) {
    errors.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  if (match === '') return errors;
  const refuse = (why: string): void => void errors.push(forbidden('resourceVersionMatch', why));
  if (watch) refuse('resourceVersionMatch is forbidden for watch');
  if (resourceVersion === undefined) {
    refuse('resourceVersionMatch is forbidden unless resourceVersion is provided');
  }
  if (continueToken !== '') refuse('resourceVersionMatch is forbidden when continue is provided');
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    errors.push(notSupported('resourceVersionMatch', match, ['Exact', 'NotOlderThan', '']));
  }
  if (match === 'Exact' && resourceVersion === 0) {
    refuse('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
  return errors;
}

function watchListErrors(match: string): FieldError[] {
  if (match === '') {
    return [
      forbidden(
        'resourceVersionMatch',
        'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      ),
    ];
  }
  return match === 'NotOlderThan' ? [] : [notSupported('resourceVersionMatch', match, ['NotOlderThan'])];
}
