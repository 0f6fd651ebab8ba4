import type { Kind } from '../registry/kind.ts';
import type { KubeObject } from '../machinery/objects.ts';
import { decodeObject, type Decoded, type FieldValidation } from '../decoding/decode-object.ts';
import { badRequest } from '../machinery/api-error.ts';
import { MAX_WARNINGS } from '../machinery/limits.ts';
import { checkSize } from './object-size.ts';
import { apiVersionOf } from './represent.ts';
import type { ApiRequest } from './request.ts';

/** An object that came in, with what its sender should be told. */
export type Received = { object: KubeObject; warnings: string[] };

/** What is expected in a body, where it is not the kind itself. */
export type Expected = Readonly<{ definition: string; apiVersion: string; kind: string }>;

/** What is expected in the body of a request for a kind. */
export function expectedOf(kind: Kind): Expected {
  return { definition: kind.definition, apiVersion: apiVersionOf(kind), kind: kind.kind };
}

/**
 * Reads the object in the body of a request, with its fields checked against the schema.
 * @throws {ApiError} 400, 413, 415 or 422 where it cannot be read or is of another kind.
 */
export async function receive(
  request: ApiRequest,
  { definition, apiVersion, kind }: Expected,
  fieldValidation: FieldValidation,
): Promise<Received> {
  const bytes = await request.readBody();
  return received(
    decodeObject(bytes, request.contentType ?? '', definition, { apiVersion, kind }, fieldValidation),
  );
}

/**
 * Takes what was decoded for an object: one without metadata gets an empty one.
 * @throws {ApiError} 413 or 500 where it is too large to be kept.
 */
export function received({ object, warnings }: Decoded): Received {
  checkSize(object);
  object['metadata'] ??= {};
  return { object: object as KubeObject, warnings };
}

/**
 * Gives an object the namespace of the address where it names none.
 *
 * Source: apiserver/pkg/registry/rest/meta.go (`EnsureObjectNamespaceMatchesRequestNamespace`).
 * @throws {ApiError} 400 where it names another.
 */
export function placeInNamespace(object: KubeObject, { kind, namespace }: ApiRequest): void {
  const { namespace: own = '' } = object.metadata;
  if (own === namespace) return;
  if (own !== '') {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (kind.namespaced) object.metadata = { ...object.metadata, namespace };
}

/**
 * Checks that an object has the name in the address.
 *
 * Source: apiserver/pkg/endpoints/handlers/rest.go (`checkName`).
 * @throws {ApiError} 400 where it has another, or none.
 */
export function checkName(object: KubeObject, { name }: ApiRequest): void {
  const own = object.metadata.name ?? '';
  if (own === name) return;
  throw badRequest(
    own === ''
      ? `the name of the object (${name} based on URL) was undeterminable: name must be provided`
      : `the name of the object (${own}) does not match the name on the URL (${name})`,
  );
}

/** What is said of owners that are named twice, before they are. */
const TWICE =
  'API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ';

/**
 * Takes out owners that are named twice in the same words, and says so; of a patch that is seen later than of the rest.
 *
 * Source: apiserver/pkg/endpoints/handlers/rest.go (`dedupOwnerReferencesAndAddWarning`).
 */
export function withoutDuplicateOwners(object: KubeObject, isPatched = false): string[] {
  const known = new Set<string>();
  const twice: string[] = [];
  const kept = (object.metadata.ownerReferences ?? []).filter(({ apiVersion, kind, name, uid, ...flags }) => {
    const text = JSON.stringify([apiVersion, kind, name, uid, flags.controller, flags.blockOwnerDeletion]);
    const isFirst = !known.has(text);
    known.add(text);
    if (!isFirst) twice.push(uid);
    return isFirst;
  });
  if (twice.length === 0) return [];
  object.metadata = { ...object.metadata, ownerReferences: kept };
  const seen = isPatched ? ' after mutating admission happens' : '';
  return [`.metadata.ownerReferences contains duplicate entries${seen}; ${TWICE}${twice.join(', ')}`];
}

/** What a sender should be told of an object as it was stored, the first few. */
export function storedWarnings(
  kind: Kind,
  stored: KubeObject,
  old: KubeObject | undefined,
  subresource?: string,
): string[] {
  const warnings =
    subresource === undefined
      ? kind.warnings?.(stored, old)
      : subresource === 'status'
        ? kind.statusWarnings?.(stored)
        : undefined;
  const told: string[] = [];
  for (const warning of warnings ?? []) if (told.push(warning) >= MAX_WARNINGS) break;
  return told;
}

/** What a sender should be told of fields that are kept but make no difference here. */
export function notHonouredWarnings(kind: Kind, object: KubeObject): string[] {
  const fields = kind.notHonoured?.(object) ?? [];
  return fields.length === 0 ? [] : [`stored, but not honoured by the local cluster: ${fields.join(', ')}`];
}
