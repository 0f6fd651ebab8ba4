import { setTimeout as delay } from 'node:timers/promises';
import type { AccessRequest, AnswerHead } from '../connection/send.ts';
import { MAX_TRIES, PATIENCE_MS, RESET_WAITS_MS, TELL_AFTER_MS, TELL_AGAIN_MS } from '../limits.ts';
import { askedToWaitMs, changesNothing } from './retry-after.ts';

/** Sends requests, and sends them again where the API server asks to come later or the connection broke. */
export type Patience = <T extends AnswerHead & Readonly<{ text?: string }>>(
  request: Pick<AccessRequest, 'method' | 'signal' | 'stopWaiting'> &
    /** Whether a connection that breaks is left to whoever asked. */
    Readonly<{ mayReset?: boolean }>,
  attempt: () => Promise<T>,
) => Promise<T>;

/**
 * Makes a patience that all requests to one server share: it waits as told, for `PATIENCE_MS` in all and at most
 * `MAX_TRIES` times; then the last answer counts. One who waits for a while is told so, not each that waits with it.
 * `attempt` gives the words of an answer that may ask to wait as `text`.
 */
export function createPatience(server: string, tell: (line: string) => void = () => undefined): Patience {
  let toldMs = -Infinity;

  function tellOf(status: number, waitMs: number): void {
    if (performance.now() - toldMs < TELL_AGAIN_MS) return;
    toldMs = performance.now();
    const next = `again in ${Math.ceil(waitMs / 1_000)} s, for ${PATIENCE_MS / 1_000} s in all`;
    tell(`the API server ${server} is too busy (status ${status}) and asks to wait: ${next}`);
  }

  return async (request, attempt) => {
    const { method, signal, stopWaiting, mayReset = false } = request;
    const isStopped = (): boolean => stopWaiting?.aborted === true;
    const stop = AbortSignal.any([signal, stopWaiting].filter((each) => each !== undefined));
    let waitedMs = 0;
    let resets = 0;
    for (let tries = 1; ; tries++) {
      let waitMs: number | undefined;
      try {
        const answer = await attempt();
        waitMs = askedToWaitMs(method, { ...answer, text: answer.text ?? '' }, Date.now());
        const isOver = waitMs === undefined || tries >= MAX_TRIES || waitedMs + waitMs > PATIENCE_MS;
        if (isOver || waitMs === undefined || isStopped()) return answer;
        if (waitedMs + waitMs >= TELL_AFTER_MS) tellOf(answer.status, waitMs);
        waitedMs += waitMs;
        await delay(waitMs, undefined, { signal: stop }).catch(() => undefined);
        signal?.throwIfAborted();
        if (isStopped()) return answer;
      } catch (error) {
        const isTried = !mayReset && changesNothing(method) && isReset(error);
        waitMs = isTried ? RESET_WAITS_MS[resets++] : undefined;
        if (waitMs === undefined || signal?.aborted === true) throw error;
        await delay(waitMs, undefined, { signal: stop }).catch(() => undefined);
        signal?.throwIfAborted();
      }
    }
  };
}

/** Whether a connection that was there broke, as one that was kept alive does where its server restarts. */
function isReset(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return (
    ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(String(code)) ||
    (cause !== undefined && isReset(cause))
  );
}
