import { describeError } from '@pod-contagion/errors';
import { ToxicsError } from '../errors.ts';

/** What the REST API answers instead of what was asked for. */
export type ErrorView = Readonly<{ error: string; status: number }>;

/** Whatever was thrown, as an answer; what nobody foresaw is an error of the server. */
export function errorView(error: unknown): ErrorView {
  if (error instanceof ToxicsError) return { error: error.message, status: error.status };
  const { statusCode } = error as { statusCode?: unknown };
  return { error: describeError(error), status: typeof statusCode === 'number' ? statusCode : 500 };
}
