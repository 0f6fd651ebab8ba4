import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Client, type buildConnector } from 'undici';
import type { ProbePlan } from './options.ts';

/** Sends single requests. */
export type Sender = Readonly<{
  /**
   * Sends one request and reads its answer to the end; gives the status. Throws what the connection threw, or
   * `ETIMEDOUT` after the timeout; `onStatus` is told as soon as the status is known.
   */
  send: (onStatus: (status: number) => void) => Promise<void>;
  /** How many connections were tried. */
  connections: () => number;
  /** Ends all connections, and with them what is in flight. */
  close: () => void;
}>;

/** A connection of its own, which is made when it is first used. */
type Line = Readonly<{ client: Client; cut: (reason: Error) => void }>;

/** How much of an answer's body is read; one that is longer ends its connection, and is an answer. */
export const MAX_BODY_BYTES: number = 16 * 1024 * 1024;

/** How long a kept connection may be idle before it is closed from this end, in ms; longer than between any two requests. */
const KEPT_IDLE_MS = 3_600_000;

/**
 * Makes a sender. Each request has a connection to itself, so that a slow answer delays nobody. With `keep` a connection
 * goes back to a stack when its answer was read, and the one used last is used next; a further one is only opened
 * while all are busy.
 */
export function createSender(plan: ProbePlan, keep: boolean, lookup: LookupFunction): Sender {
  const { url, timeoutMs, method, headers, body } = plan;
  const idle: Line[] = [];
  const open = new Set<Line>();
  let connections = 0;

  function openLine(): Line {
    let socket: Socket | undefined;
    const client = new Client(url.origin, {
      pipelining: 1,
      allowH2: false,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: KEPT_IDLE_MS,
      keepAliveMaxTimeout: KEPT_IDLE_MS,
      connect: (where, callback) => {
        connections++;
        socket = connectSocket(where, { lookup, insecure: plan.insecure }, callback);
      },
    });
    const line: Line = {
      client,
      cut: (reason) => {
        open.delete(line);
        const index = idle.indexOf(line);
        if (index !== -1) idle.splice(index, 1);
        void client.destroy(reason).catch(() => undefined);
        // The client lets go of a connection that is still being made only when it is there.
        socket?.destroy();
      },
    };
    // The other end closed it, or it broke: the next request shall not find it.
    client.on('disconnect', (_, __, error) => line.cut(error));
    open.add(line);
    return line;
  }

  return {
    send: async (onStatus) => {
      const line = (keep ? idle.pop() : undefined) ?? openLine();
      const timer = setTimeout(() => line.cut(timedOut(timeoutMs)), timeoutMs);
      let whole = false;
      try {
        const answer = await line.client.request({
          path: url.pathname + url.search,
          method,
          headers: { 'user-agent': 'pod-chaos-probe', ...headers, ...(keep ? {} : { connection: 'close' }) },
          body: body ?? null,
        });
        onStatus(answer.statusCode);
        whole = await readToEnd(answer.body);
      } finally {
        clearTimeout(timer);
        if (whole && keep && open.has(line)) idle.push(line);
        else line.cut(new Error('done'));
      }
    },
    connections: () => connections,
    close: () => {
      for (const line of open) line.cut(new Error('the probe has ended'));
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

function timedOut(timeoutMs: number): Error {
  return Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: 'ETIMEDOUT' });
}

function connectSocket(
  { hostname, port, protocol }: buildConnector.Options,
  { lookup, insecure }: Readonly<{ lookup: LookupFunction; insecure: boolean }>,
  callback: buildConnector.Callback,
): Socket {
  const secure = protocol === 'https:';
  const where = { host: hostname, port: Number(port || (secure ? 443 : 80)), lookup };
  const socket = secure
    ? connectTls({
        ...where,
        ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
        rejectUnauthorized: !insecure,
        ALPNProtocols: ['http/1.1'],
      })
    : connectTcp(where);
  let told = false;
  const tell = (...answer: [null, Socket] | [Error, null]): void => {
    if (told) return;
    told = true;
    callback(...answer);
  };
  socket.setNoDelay(true);
  socket.once(secure ? 'secureConnect' : 'connect', () => tell(null, socket));
  socket.on('error', (error) => tell(error, null));
  // Cut before it was there: the client waits for a word.
  socket.once('close', () => tell(new Error('cut while connecting'), null));
  return socket;
}
