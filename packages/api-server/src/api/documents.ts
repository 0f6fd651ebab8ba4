import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { send } from './send.ts';

/** A document as it is sent. */
export type Document = Readonly<{ content: string | Buffer; contentType: string; etag: string }>;

/** Makes a document out of what it holds. */
export function documentOf(content: string | Buffer, contentType: string): Document {
  const hash = createHash('sha256').update(content).digest('hex').toUpperCase();
  return { content, contentType, etag: `"${hash}"` };
}

/** Answers with a document, or with 304 where the client has it already. */
export function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  { content, contentType, etag }: Document,
): Promise<FastifyReply> {
  const headers = { etag, vary: 'Accept', 'content-type': contentType };
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim());
  const isKnown = known.includes(etag);
  return send(request, reply, { code: isKnown ? 304 : 200, headers, body: isKnown ? '' : content });
}
