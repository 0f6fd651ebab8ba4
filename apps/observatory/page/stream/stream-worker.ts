/** One stream for all pages of a server that a browser shows; it is open while any of them follows. */
import { openStream } from './open-stream.ts';
import type { ShareAnswer, ShareOrder, ShareSign } from './share-stream.ts';
import { SharedStream, type Reader } from './shared-stream.ts';

const stream = new SharedStream(openStream);

addEventListener('connect', (event) => {
  const [page] = (event as MessageEvent).ports;
  if (page === undefined) return;
  page.addEventListener('message', ({ data, ports: [port] }: MessageEvent<ShareOrder>) => {
    if (port !== undefined) add(port, data);
  });
  page.start();
});

function add(port: MessagePort, from: ShareOrder): void {
  const answer = (what: ShareAnswer): void => port.postMessage(what);
  /** It comes back on another port. */
  let isDone = false;
  const reader: Reader = {
    told(type, text) {
      answer({ type, text });
      isDone ||= type === 'resync';
    },
    lost(isOver) {
      answer({ isOver });
      isDone ||= isOver;
    },
  };
  port.addEventListener('message', ({ data }: MessageEvent<ShareSign>) => {
    if (data === 'leave') {
      stream.leave(reader);
      port.close();
    } else if (!isDone) stream.join(reader, data);
  });
  port.start();
  answer('here');
  stream.join(reader, from);
}
