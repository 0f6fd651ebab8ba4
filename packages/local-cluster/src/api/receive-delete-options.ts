import { parse } from 'yaml';
import { badRequest, unsupportedMediaType } from './api-error.ts';
import { deleteOptionsInQuery, readDeleteOptions, type DeletionAsked } from './delete-options.ts';
import type { ApiRequest } from './request.ts';

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'application/json': (text) => JSON.parse(text) as unknown,
  'application/yaml': (text) => parse(text) as unknown,
};

/**
 * The options of a deletion: those in its body, else those in its query, as in Kubernetes never both.
 *
 * Source: apiserver/pkg/endpoints/handlers/delete.go. Options of any group are taken, as there.
 * @throws {ApiError} 400, 413, 415 or 422 where they are wrong.
 */
export async function receiveDeleteOptions(request: ApiRequest): Promise<DeletionAsked> {
  const bytes = await request.readBody();
  if (bytes.length === 0) return readDeleteOptions(deleteOptionsInQuery(request.query));
  const type = request.contentType ?? 'application/json';
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (read === undefined) throw unsupportedMediaType(Object.keys(READERS));
  const given = attempt(() => read(bytes.toString()));
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw badRequest('expected a DeleteOptions in the body of the request');
  }
  const { kind = 'DeleteOptions' } = given as { kind?: unknown };
  if (kind !== 'DeleteOptions') {
    throw badRequest(`expected a DeleteOptions in the body of the request, got ${JSON.stringify(kind)}`);
  }
  return readDeleteOptions(given as Record<string, unknown>);
}

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    throw badRequest(
      `couldn't read the DeleteOptions in the body of the request: ${(error as Error).message}`,
    );
  }
}
