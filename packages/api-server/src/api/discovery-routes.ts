import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kind } from '../registry/kind.ts';
import { mediaRanges } from './accept.ts';
import { notAcceptable } from '../machinery/api-error.ts';
import { createDiscovery } from './discovery.ts';
import { documentOf, sendDocument, type Document } from './documents.ts';

const AGGREGATED_VERSIONS = ['v2', 'v2beta1'];

/**
 * Serves the documents that tell clients what is served.
 *
 * Source: apiserver/pkg/endpoints/discovery/aggregated/handler.go, negotiation.go.
 */
export function discoveryRoutes(app: FastifyInstance, kinds: readonly Kind[]): void {
  const discovery = createDiscovery(kinds);
  for (const [path, document] of discovery.plain) {
    const plain = documentOf(JSON.stringify(document), 'application/json');
    const aggregated = new Map(
      AGGREGATED_VERSIONS.flatMap((version): [string, Document][] => {
        const found = discovery.aggregated(path, version);
        const type = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
        return found === undefined ? [] : [[version, documentOf(JSON.stringify(found), type)]];
      }),
    );
    const handle = (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
      sendDocument(request, reply, choose(request.headers.accept, plain, aggregated));
    app.get(path, handle);
    app.get(`${path}/`, handle);
  }
}

function choose(
  accept: string | undefined,
  plain: Document,
  aggregated: ReadonlyMap<string, Document>,
): Document {
  if (accept === undefined || accept === '') return plain;
  for (const { type, parameters } of mediaRanges(accept)) {
    if (type === '*/*' || type === 'application/*') return plain;
    if (type !== 'application/json') continue;
    const { as, g, v = '' } = parameters as { as?: string; g?: string; v?: string };
    if (as === undefined) return plain;
    const found =
      as === 'APIGroupDiscoveryList' && g === 'apidiscovery.k8s.io' ? aggregated.get(v) : undefined;
    if (found !== undefined) return found;
  }
  throw notAcceptable(['application/json']);
}
