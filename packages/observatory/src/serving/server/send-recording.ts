import type { FastifyReply } from 'fastify';
import type { RecordingFile } from '../feed.ts';
import { recordingBytes } from '../recording/recording-text.ts';

/** Sends the recording that is replayed, unpacked: a browser would refuse one that is cut off. */
export function sendRecording(reply: FastifyReply, recording: RecordingFile): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .type('application/x-ndjson; charset=utf-8')
    .send(recordingBytes(recording));
}
