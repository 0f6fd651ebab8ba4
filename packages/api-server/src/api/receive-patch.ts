import type { KubeObject } from '../machinery/objects.ts';
import { patchObject } from '../patches/index.ts';
import { received, type Expected, type Received } from './body-object.ts';
import { fieldValidationOf } from './query.ts';
import type { ApiRequest } from './request.ts';

/**
 * Reads a patch, and gives what applies it to an object. The result is checked against the schema as an object that
 * came whole would be, so that a patch can't bring in what an update can't.
 *
 * Source: apiserver/pkg/endpoints/handlers/patch.go.
 * @throws {ApiError} 413 where it is too large; what is given throws 400, 415 or 422 where it does not apply.
 */
export async function receivePatch(
  request: ApiRequest,
  { definition }: Pick<Expected, 'definition'>,
): Promise<(old: KubeObject) => Received> {
  const fieldValidation = fieldValidationOf(request.query, 'PatchOptions');
  const bytes = await request.readBody();
  const body = { contentType: request.contentType ?? '', bytes, fieldValidation };
  return (old) => received(patchObject(body, old, definition));
}
