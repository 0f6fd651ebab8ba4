import type { KubeObject } from '../machinery/objects.ts';
import type { Kind } from '../registry/kind.ts';
import { negotiate } from './accept.ts';
import { jsonAnswer, type Answer } from './answer.ts';
import { ApiError, type Status } from '../machinery/api-error.ts';
import type { ApiContext } from './context.ts';
import type { ApiRequest } from './request.ts';
import { columnDefinitions, includeObjectOf, partialMetadata, table, tableRow } from './table.ts';

/** Metadata of a list. */
export type ListMeta = { resourceVersion: string; continue?: string; remainingItemCount?: number };

/** Programs that show JSON to people. Source: apiserver/.../handlers/negotiation/negotiate.go (`isPrettyPrint`). */
const READ_BY_PEOPLE = /^(?:curl|Wget|Mozilla\/5\.0)/;

/** Writes JSON, over several lines where `pretty` is asked for or a person is likely to read it. */
export function toJson(value: unknown, { query, headers }: Pick<ApiRequest, 'query' | 'headers'>): string {
  const asked = query.get('pretty');
  const pretty =
    asked === null ? READ_BY_PEOPLE.test(headers['user-agent'] ?? '') : asked !== 'false' && asked !== '0';
  return pretty ? JSON.stringify(value, null, 2) : JSON.stringify(value);
}

/** Answers with an object, in the form that the client asked for. */
export function objectAnswer(
  { registry }: Pick<ApiContext, 'registry'>,
  request: ApiRequest,
  object: KubeObject,
  code = 200,
  warnings: readonly string[] = [],
): Answer {
  const { as, metaVersion } = negotiate(request.headers.accept);
  const { kind, query } = request;
  if (as === 'object') return jsonAnswer(code, toJson(object, request), warnings);
  if (as === 'metadata')
    return jsonAnswer(code, toJson(partialMetadata(object, metaVersion), request), warnings);
  if (as === 'metadata-list') {
    throw new ApiError(
      406,
      'NotAcceptable',
      `you requested PartialObjectMetadataList, but the requested object is not a list (${kind.kind})`,
    );
  }
  const row = tableRow(kind, object, registry.clock.nowMs(), includeObjectOf(query), metaVersion);
  const metadata = { resourceVersion: object.metadata.resourceVersion };
  return jsonAnswer(
    code,
    toJson(table(metaVersion, metadata, columnDefinitions(kind.columns), [row]), request),
    warnings,
  );
}

/** Answers with a list, in the form that the client asked for. */
export function listAnswer(
  { registry }: Pick<ApiContext, 'registry'>,
  request: ApiRequest,
  items: readonly KubeObject[],
  metadata: ListMeta,
): Answer {
  const { as, metaVersion } = negotiate(request.headers.accept);
  const { kind, query } = request;
  if (as === 'object') {
    return jsonAnswer(
      200,
      toJson({ kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata, items }, request),
    );
  }
  if (as === 'metadata') {
    throw new ApiError(
      406,
      'NotAcceptable',
      `you requested PartialObjectMetadata, but the requested object is a list (${kind.kind}List)`,
    );
  }
  if (as === 'metadata-list') {
    const list = {
      kind: 'PartialObjectMetadataList',
      apiVersion: `meta.k8s.io/${metaVersion}`,
      metadata,
      items: items.map((item) => partialMetadata(item, metaVersion)),
    };
    return jsonAnswer(200, toJson(list, request));
  }
  const nowMs = registry.clock.nowMs();
  const include = includeObjectOf(query);
  const rows = items.map((item) => tableRow(kind, item, nowMs, include, metaVersion));
  return jsonAnswer(
    200,
    toJson(table(metaVersion, metadata, columnDefinitions(kind.columns), rows), request),
  );
}

/** Answers with a Status, as JSON whatever the client asked for. */
export function statusAnswer(
  request: Pick<ApiRequest, 'query' | 'headers'>,
  status: Status,
  code: number,
  warnings: readonly string[] = [],
): Answer {
  return jsonAnswer(code, toJson(status, request), warnings);
}

/** `apiVersion` of the objects of a kind. */
export function apiVersionOf({ group, version }: Kind): string {
  return group === '' ? version : `${group}/${version}`;
}
