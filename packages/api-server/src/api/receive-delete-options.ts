import { decodeMessage, openEnvelope, PROTOBUF_MEDIA_TYPE } from '../protobuf/index.ts';
import { parseJson, parseYaml } from '../schema/parse.ts';
import { badRequest, unsupportedMediaType } from '../machinery/api-error.ts';
import { deleteOptionsInQuery, readDeleteOptions, type DeletionAsked } from './delete-options.ts';
import type { ApiRequest } from './request.ts';

const READERS: Readonly<Record<string, (bytes: Buffer) => unknown>> = {
  'application/json': (bytes) => parseJson(bytes.toString(), false).value,
  'application/yaml': (bytes) => parseYaml(bytes.toString(), false).value,
  [PROTOBUF_MEDIA_TYPE]: (bytes) => {
    const { kind, message } = openEnvelope(bytes);
    const isOptions = kind === 'DeleteOptions' || kind === '';
    return isOptions ? decodeMessage('V1DeleteOptions', message) : { kind };
  },
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
  const given = attempt(() => read(bytes));
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
