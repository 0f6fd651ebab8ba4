import { ApiError } from '@pod-contagion/api-server/registry';

/** Does something to an object that may have gone meanwhile. */
export function unlessNotFound<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Says whether an error is the API's 404 for an object. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status.reason === 'NotFound';
}
