import type { FastifyInstance } from 'fastify';
import { mediaRanges } from './accept.ts';
import { notAcceptable } from '../machinery/api-error.ts';
import { documentOf, sendDocument, type Document } from './documents.ts';
import { KUBERNETES_VERSION } from '../machinery/version.ts';

const PROTOBUF = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';

/**
 * Serves a document of OpenAPI v2 that describes nothing. kubectl reads v3, but asks here about kinds that v3 does not
 * have; only when it is answered does it say plainly that there is no such kind.
 *
 * Source: cli-runtime/pkg/resource/fallback_query_param_verifier.go, kubectl/pkg/validation/schema.go.
 */
export function openApiV2Route(app: FastifyInstance): void {
  const info = { title: 'Kubernetes', version: KUBERNETES_VERSION };
  const json = documentOf(JSON.stringify({ swagger: '2.0', info, paths: {} }), 'application/json');
  const binary = documentOf(asProtobuf(info), PROTOBUF);
  app.get('/openapi/v2', (request, reply) =>
    sendDocument(request, reply, choose(request.headers.accept, json, binary)),
  );
}

function choose(accept: string | undefined, json: Document, binary: Document): Document {
  if (accept === undefined || accept === '') return json;
  for (const { type } of mediaRanges(accept)) {
    if (type === PROTOBUF) return binary;
    if (type === 'application/json' || type === '*/*' || type === 'application/*') return json;
  }
  throw notAcceptable(['application/json', PROTOBUF]);
}

/** The same document as a message `openapi.v2.Document`: fields 1 `swagger`, 2 `info`, 8 `paths`. Source: gnostic/openapiv2/OpenAPIv2.proto. */
function asProtobuf({ title, version }: { title: string; version: string }): Buffer {
  const info = Buffer.concat([field(1, Buffer.from(title)), field(2, Buffer.from(version))]);
  return Buffer.concat([field(1, Buffer.from('2.0')), field(2, info), field(8, Buffer.alloc(0))]);
}

/** A field of bytes, at most 127 of them. */
function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
}
