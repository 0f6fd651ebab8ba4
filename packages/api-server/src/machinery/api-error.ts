import type { FieldError } from './field-error.ts';
import { MAX_CAUSES } from './limits.ts';

/** The Status object that tells a client what went wrong. */
export type Status = {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: { continue?: string };
  status: 'Failure' | 'Success';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code?: number;
};

/** Of what object, and which of its fields, a Status speaks. */
export type StatusDetails = {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: { reason?: string; message?: string; field?: string }[];
  retryAfterSeconds?: number;
};

/** An answer other than success, with the Status that is sent for it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: Status;

  constructor(code: number, reason: string, message: string, about?: StatusDetails) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      ...(about === undefined ? {} : { details: about }),
      code,
    };
  }
}

/** A resource as messages name it: plural and group. */
export type GroupResource = Readonly<{ group: string; resource: string }>;

function qualified({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`;
}

function details({ group, resource }: GroupResource, name: string): StatusDetails {
  return { name, ...(group === '' ? {} : { group }), kind: resource };
}

/** 404 for an object. Source: apimachinery/pkg/api/errors/errors.go, as all below. */
export function notFound(resource: GroupResource, name: string): ApiError {
  const message = `${qualified(resource)} ${JSON.stringify(name)} not found`;
  return new ApiError(404, 'NotFound', message, details(resource, name));
}

/** 404 for an address that nothing is served at. */
export function noSuchPath(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** 409 for a name that is taken. */
export function alreadyExists(resource: GroupResource, name: string): ApiError {
  const message = `${qualified(resource)} ${JSON.stringify(name)} already exists`;
  return new ApiError(409, 'AlreadyExists', message, details(resource, name));
}

/** 409 for a precondition or resourceVersion that does not hold. */
export function conflict(resource: GroupResource, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualified(resource)} ${JSON.stringify(name)}: ${why}`;
  return new ApiError(409, 'Conflict', message, details(resource, name));
}

/** What conflict says where a resourceVersion is old. Source: apiserver/pkg/registry/generic/registry/store.go. */
export const OPTIMISTIC_LOCK_MESSAGE =
  'the object has been modified; please apply your changes to the latest version and try again';

/** 422 for fields that are wrong, each of which is a cause; of more than `MAX_CAUSES` the first. */
export function invalidObject(
  group: string,
  kind: string,
  name: string,
  errors: readonly FieldError[],
): ApiError {
  const told = errors.slice(0, MAX_CAUSES);
  const list = told.map(({ field, message }) => `${field}: ${message}`);
  if (told.length < errors.length) list.push(`and ${errors.length - told.length} more`);
  const text = list.length === 1 ? list[0] : `[${list.join(', ')}]`;
  const subject = group === '' ? kind : `${kind}.${group}`;
  return new ApiError(422, 'Invalid', `${subject} ${JSON.stringify(name)} is invalid: ${text}`, {
    name,
    ...(group === '' ? {} : { group }),
    kind,
    causes: told.map(({ reason, field, message }) => ({ reason, message, field })),
  });
}

/** 400 for a request that makes no sense. */
export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

/** 403 for what is not allowed of an object. */
export function forbiddenRequest(resource: GroupResource, name: string, why: string): ApiError {
  const subject = name === '' ? qualified(resource) : `${qualified(resource)} ${JSON.stringify(name)}`;
  return new ApiError(403, 'Forbidden', `${subject} is forbidden: ${why}`, details(resource, name));
}

/** 405 for a verb that a resource does not have. */
export function methodNotAllowed(): ApiError {
  return new ApiError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

/** 410 for a version that is older than what is remembered. */
export function expired(message: string): ApiError {
  return new ApiError(410, 'Expired', message);
}

/** 415 for a body that is in no form known here. */
export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new ApiError(415, 'UnsupportedMediaType', message);
}

/** 429 for what may be tried again later. */
export function tooManyRequests(message: string, retryAfterSeconds: number): ApiError {
  return new ApiError(429, 'TooManyRequests', message, { retryAfterSeconds });
}

/** 500 for a mistake of ours. */
export function internalError(message: string): ApiError {
  return new ApiError(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** 503 for what cannot be reached now. */
export function serviceUnavailable(message: string): ApiError {
  return new ApiError(503, 'ServiceUnavailable', message);
}

/** 401 for whoever does not hold the token. */
export function unauthorized(): ApiError {
  return new ApiError(401, 'Unauthorized', 'Unauthorized');
}

/** 406 where nothing that the client takes can be given. Source: handlers/negotiation/errors.go. */
export function notAcceptable(accepted: readonly string[]): ApiError {
  const message = `only the following media types are accepted: ${accepted.join(', ')}`;
  return new ApiError(406, 'NotAcceptable', message);
}

/** 413 for a body that is too large. */
export function requestEntityTooLarge(maxBytes: number): ApiError {
  const message = `Request entity too large: limit is ${maxBytes}`;
  return new ApiError(413, 'RequestEntityTooLarge', message);
}

/** 504 for a version that is not reached yet. Source: apiserver/pkg/storage/errors.go (`NewTooLargeResourceVersionError`). */
export function tooLargeResourceVersion(wanted: number, current: number): ApiError {
  const message = `Timeout: Too large resource version: ${wanted}, current: ${current}`;
  return new ApiError(504, 'Timeout', message, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

/** 410 for a list that cannot be continued as it was; the token in it continues it as things are now. */
export function continueExpired(token: string): ApiError {
  const error = expired(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
      'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
      'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
      'deleted between the time the first chunk was returned and now may show up in the list.',
  );
  error.status.metadata.continue = token;
  return error;
}

/** Status of something done. Source: apiserver/pkg/registry/generic/registry/store.go (`finalizeDelete`). */
export function successStatus(about?: StatusDetails, code?: number): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    ...(about === undefined ? {} : { details: about }),
    ...(code === undefined ? {} : { code }),
  };
}
