import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kind } from '../registry/kind.ts';
import { openApiDocument, openApiIndex } from '../openapi/index.ts';
import { documentOf, sendDocument } from './documents.ts';
import { JSON_RANGES, mediaRanges } from './accept.ts';
import { noSuchPath, notAcceptable } from '../machinery/api-error.ts';
import { pathOf } from './url.ts';

const ROOT = '/openapi/v3';

/**
 * Serves the schema in OpenAPI v3, a document per group and version.
 *
 * Source: kube-openapi/pkg/handler3/handler.go.
 */
export function openApiRoutes(app: FastifyInstance, kinds: readonly Kind[]): void {
  app.get(ROOT, (request, reply) => {
    checkTakesJson(request);
    return sendDocument(request, reply, documentOf(JSON.stringify(openApiIndex(kinds)), 'application/json'));
  });

  const sendGroup = (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const [root, group = '', version = '', ...more] = pathOf(request.raw.url)
      .slice(ROOT.length + 1)
      .split('/');
    const [wantedGroup, wantedVersion] = root === 'api' ? ['', group] : [group, version];
    const isKnown = root === 'api' ? version === '' : root === 'apis' && group !== '';
    const text =
      isKnown && more.length === 0 ? openApiDocument(wantedGroup, wantedVersion, kinds) : undefined;
    if (text === undefined) throw noSuchPath();
    checkTakesJson(request);
    return sendDocument(request, reply, documentOf(text, 'application/json'));
  };
  app.get(`${ROOT}/*`, sendGroup);
}

function checkTakesJson({ headers: { accept = '' } }: FastifyRequest): void {
  if (accept === '' || mediaRanges(accept).some(({ type }) => JSON_RANGES.has(type))) return;
  throw notAcceptable(['application/json']);
}
