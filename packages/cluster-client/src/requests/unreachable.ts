import { describeError } from '@pod-contagion/errors';
import { ClusterClientError } from '../errors.ts';

/** An error for a request that was not answered by an API server, which tells where that was to be and why. */
export function unreachable(server: string, cause: unknown): ClusterClientError {
  if (!(cause instanceof ClusterClientError)) return failed('CLUSTER_UNREACHABLE', server, cause);
  // The address stands in its message already.
  return cause.code === 'CLUSTER_STRANGER' ? cause : failed(cause.code, server, cause);
}

function failed(code: ClusterClientError['code'], server: string, cause: unknown): ClusterClientError {
  return new ClusterClientError(code, `can't reach ${server}: ${why(cause)}`, { cause });
}

function why(cause: unknown): string {
  if (cause instanceof DOMException && cause.name === 'TimeoutError') return 'no answer in time';
  return describeError(cause instanceof AggregateError ? cause.errors[0] : cause);
}
