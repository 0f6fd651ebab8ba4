import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Client } from 'undici';
import type { ProbePlan } from './options.ts';

/** A connection that stands, for one request at a time. */
export type Line = Readonly<{
  /**
   * Sends a request and reads its answer to the end; true where the connection can be used again. `onStatus` is told as
   * soon as the status is known. Throws what broke the connection, or the signal's reason.
   */
  request: (onStatus: (status: number) => void, signal: AbortSignal) => Promise<boolean>;
  /** Ends it, with what is in flight; may be called again. */
  cut: () => void;
  /** Told once when it has ended, from whichever end. */
  onEnd: (told: () => void) => void;
}>;

/** How much of an answer's body is read; one that is longer ends its connection, and is an answer. */
export const MAX_BODY_BYTES: number = 16 * 1024 * 1024;

/** How long an idle connection is kept, in ms; longer than between any two requests. */
const IDLE_MS = 3_600_000;

/**
 * Opens a connection; with `keep` for many requests, else for one.
 * @throws what connecting came to, or the signal's reason
 */
export async function openLine(
  plan: ProbePlan,
  { keep, lookup }: Readonly<{ keep: boolean; lookup: LookupFunction }>,
  signal: AbortSignal,
): Promise<Line> {
  const { url, method, headers, body } = plan;
  const socket = await connectSocket(plan, lookup, signal);
  let isTaken = false;
  const client = new Client(url.origin, {
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MS,
    connect: (_, callback) => {
      const wasTaken = isTaken;
      isTaken = true;
      // Not at once: the client does not expect a connection to be there already.
      queueMicrotask(() => {
        if (wasTaken) callback(new Error('the connection has ended'), null);
        else callback(null, socket);
      });
    },
  });
  let hasEnded = false;
  let onEnd: () => void = () => undefined;

  function cut(reason: Error = new Error('the connection was ended')): void {
    if (hasEnded) return;
    hasEnded = true;
    void client.destroy(reason).catch(() => undefined);
    socket.destroy();
    onEnd();
  }

  client.on('disconnect', () => cut());
  // The other end closed it before it was used.
  socket.once('close', () => cut());

  return {
    request: async (onStatus, ending) => {
      const onAbort = (): void => cut(ending.reason as Error);
      ending.addEventListener('abort', onAbort, { once: true });
      try {
        ending.throwIfAborted();
        const answer = await client.request({
          path: url.pathname + url.search,
          method,
          headers: { 'user-agent': 'pod-chaos-probe', ...headers, ...(keep ? {} : { connection: 'close' }) },
          body: body ?? null,
        });
        onStatus(answer.statusCode);
        return (await readToEnd(answer.body)) && !hasEnded;
      } catch (error) {
        throw ending.aborted ? ending.reason : error;
      } finally {
        ending.removeEventListener('abort', onAbort);
      }
    },
    cut: () => cut(),
    onEnd: (told) => {
      if (hasEnded) told();
      else onEnd = told;
    },
  };
}

/** Reads a body; false where it is too long to be read to its end. */
async function readToEnd(body: AsyncIterable<Uint8Array>): Promise<boolean> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) return false;
  }
  return true;
}

/** Connects, with TLS where the URL says so. */
function connectSocket(
  { url, insecure }: ProbePlan,
  lookup: LookupFunction,
  signal: AbortSignal,
): Promise<Socket> {
  const isSecure = url.protocol === 'https:';
  // IPv6 addresses stand in brackets.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const where = { host, port: Number(url.port || (isSecure ? 443 : 80)), lookup };
  return new Promise((resolve, reject) => {
    const socket = isSecure
      ? connectTls({
          ...where,
          ...(isIP(host) === 0 ? { servername: host } : {}),
          rejectUnauthorized: !insecure,
          ALPNProtocols: ['http/1.1'],
        })
      : connectTcp(where);
    const onAbort = (): void => {
      reject(signal.reason as Error);
      socket.destroy();
    };
    const done = (): void => signal.removeEventListener('abort', onAbort);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    socket.setNoDelay(true);
    // Stays there: an error of a connection that stands is the client's to tell, or nobody's.
    socket.on('error', (error) => {
      done();
      reject(error);
    });
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      done();
      resolve(socket);
    });
  });
}
