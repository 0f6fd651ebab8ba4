import { openWorker } from '../workers/open-worker.ts';
import { openStream, type StreamFrom, type StreamListener, type Told } from './open-stream.ts';

/** What a page sends to the worker that all pages share: what it holds, at first with a port for the answers. */
export type ShareOrder = StreamFrom;

/** What it sends on that: now and then what it holds, as a sign that it is there, and that it follows no more. */
export type ShareSign = StreamFrom | 'leave';

/** What it gets on that port: at once that the worker runs, then what there is to tell. */
export type ShareAnswer = 'here' | Readonly<{ type: Told; text: string }> | Readonly<{ isOver: boolean }>;

/** How long a worker may take to say that it runs, in ms, before a page follows without it. */
const HERE_MS = 8_000;

/** How often a page says that it is there, in ms: nobody tells a worker that one has crashed. */
const SIGN_EVERY_MS = 5_000;

let shared: SharedWorker | undefined;

/**
 * Follows the server over the one connection that all pages of it in this browser share, as a browser holds only six to one server.
 * Where it shares no workers, or this one does not run, over a connection of its own. Returns how to end that. `held` is read
 * again and again.
 */
export function shareStream(held: StreamFrom, listener: StreamListener): () => void {
  if (!('SharedWorker' in globalThis)) return openStream(held, listener);
  const worker = (shared ??= openWorker('stream-worker', true));
  const { port1: port, port2 } = new MessageChannel();
  const now = (): StreamFrom => ({ epoch: held.epoch, cursor: held.cursor });
  const sign = (what: ShareSign): void => port.postMessage(what);
  const hear = ({ data }: MessageEvent<ShareAnswer>): void => {
    if (data === 'here') clearTimeout(timer);
    else if ('isOver' in data) listener.lost(data.isOver);
    else listener.told(data.type, data.text);
  };
  const leave = (): void => {
    clearTimeout(timer);
    clearInterval(signs);
    worker.removeEventListener('error', goAlone);
    port.removeEventListener('message', hear);
    sign('leave');
    port.close();
  };
  let end = leave;
  const goAlone = (): void => {
    leave();
    // Whoever follows next tries another.
    if (shared === worker) shared = undefined;
    end = openStream(held, listener);
  };
  const timer = setTimeout(goAlone, HERE_MS);
  const signs = setInterval(() => sign(now()), SIGN_EVERY_MS);
  worker.addEventListener('error', goAlone);
  port.addEventListener('message', hear);
  port.start();
  worker.port.postMessage(now() satisfies ShareOrder, [port2]);
  return () => end();
}
