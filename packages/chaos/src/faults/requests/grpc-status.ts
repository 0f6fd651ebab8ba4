/** Names of the statuses of gRPC in their order; the first, 0, is no failure. Source: grpc.github.io, statuscodes. */
export const GRPC_STATUSES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

/** Reads a status other than OK by its name, in any case, or its number; undefined where it is none. */
export function parseGrpcStatus(text: string): number | undefined {
  const byName = (GRPC_STATUSES as readonly string[]).indexOf(text.toUpperCase());
  const status = /^[0-9]{1,2}$/.test(text) ? Number(text) : byName;
  return status >= 1 && status < GRPC_STATUSES.length ? status : undefined;
}
