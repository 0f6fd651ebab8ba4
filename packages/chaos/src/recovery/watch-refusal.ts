import { text } from 'node:stream/consumers';
import { calling, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { sendByClient } from '../kubernetes/send.ts';
import { REQUEST_LIMIT_MS } from '../kubernetes/requests.ts';

/** Whether a status of HTTP says that one may not: no retry makes that better. */
export function isRefusal(status: unknown): boolean {
  return status === 401 || status === 403;
}

/**
 * Asks once more for a watch that was refused, as the client's own keeps the status of an answer and drops its words. Where
 * it is not refused any more, as after credentials were renewed, it returns and nothing is lost but one request.
 * @throws {ChaosError} CHAOS_FORBIDDEN with the words of the API server, where it is refused again
 */
export async function confirmRefusal(
  { config, server }: Kubernetes,
  { what, path }: Readonly<{ what: string; path: string }>,
  signal: AbortSignal,
): Promise<void> {
  const { HttpMethod, RequestContext } = await import('@kubernetes/client-node');
  const url = `${server.replace(/\/$/, '')}${path}?watch=true&timeoutSeconds=1`;
  const request = new RequestContext(url, HttpMethod.GET);
  await config.applySecurityAuthentication(request);
  const answered = new AbortController();
  request.setSignal(AbortSignal.any([signal, answered.signal, AbortSignal.timeout(REQUEST_LIMIT_MS)]));
  try {
    const { status: code, body } = await sendByClient(request);
    if (!isRefusal(code)) return;
    const refusal = Object.assign(new Error(`HTTP ${code}`), { code, body: await text(body) });
    await calling(`watch ${what}`, Promise.reject(refusal));
  } catch (error) {
    // Whatever else went wrong says nothing of rights: the watch is tried again anyway.
    if (isRefusal(statusOf(error))) throw error;
  } finally {
    // An answer that is a stream would go on.
    answered.abort();
  }
}
