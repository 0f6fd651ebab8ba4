import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Access } from '@pod-contagion/cluster-client';
import { calling } from './api-error.ts';

/**
 * Asks for what may never end, a log or a watch, and gives the stream once it has begun; `doing` is what stands behind
 * "can't" in the error.
 * @throws {ChaosError} CHAOS_FORBIDDEN, CHAOS_API, CHAOS_UNREACHABLE
 */
export async function openStream(
  access: Access,
  doing: string,
  path: string,
  signal: AbortSignal,
): Promise<Readable> {
  const ask = async (): Promise<Readable> => {
    // Before the time for an answer begins: somebody may have to log in.
    await access.prepare();
    const { status, body } = await access.request({ method: 'GET', path, signal, limitMs: 0 });
    if (status === 200) return body;
    throw Object.assign(new Error(`HTTP ${status}`), { code: status, body: await text(body) });
  };
  return calling(doing, ask());
}
