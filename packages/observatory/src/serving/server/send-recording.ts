import { createReadStream } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RecordingFile } from '../feed.ts';

/** Sends the file of a replay as it is; one that is compressed is unpacked by the browser. */
export function sendRecording(
  _request: FastifyRequest,
  reply: FastifyReply,
  { path, isCompressed }: RecordingFile,
): FastifyReply {
  if (isCompressed) reply.header('content-encoding', 'gzip');
  return reply
    .header('cache-control', 'no-store')
    .type('application/x-ndjson; charset=utf-8')
    .send(createReadStream(path));
}
