import { Duplex, type Writable } from 'node:stream';
import { badRequest } from '../../machinery/api-error.ts';
import { MAX_PORTS_PER_WEBSOCKET } from '../../machinery/limits.ts';
import type { Channels } from './channels.ts';

/**
 * The ports that a WebSocket forwards, each on two channels.
 *
 * Source: cri-streaming/pkg/streaming/portforward/websocket.go (`NewV4Options`).
 * @throws {ApiError} 400 where there is none, or one that is no port.
 */
export function portsOf(query: URLSearchParams): number[] {
  const texts = query.getAll('ports').flatMap((list) => list.split(','));
  if (texts.length === 0) throw badRequest('query parameter "port" is required');
  if (texts.length > MAX_PORTS_PER_WEBSOCKET) {
    throw badRequest(`expected at most ${MAX_PORTS_PER_WEBSOCKET} ports, got ${texts.length}`);
  }
  return texts.map((text) => {
    const port = Number(text);
    if (/^\d{1,5}$/.test(text) && port > 0 && port < 65_536) return port;
    throw badRequest(`unable to parse ${JSON.stringify(text)} as a port`);
  });
}

/**
 * Forwards one connection a port over the channels of a WebSocket: an even one for data, the next for errors, and the port as
 * the first two bytes on each.
 *
 * Source: cri-streaming/pkg/streaming/portforward/websocket.go (`handleWebSocketStreams`).
 */
export function forwardChannels(
  channels: Channels,
  ports: readonly number[],
  forward: (port: number, data: Duplex, errors: Writable) => Promise<void>,
): void {
  const all = ports.map((port, index) => {
    const number = Buffer.alloc(2);
    number.writeUInt16LE(port);
    const pair = { readable: channels.readable(index * 2), writable: channels.writable(index * 2) };
    // The types of Node.js know of web streams only.
    const data = Duplex.from(pair as never);
    data.on('error', () => {});
    const errors = channels.writable(index * 2 + 1);
    data.write(number);
    errors.write(number);
    return forward(port, data, errors);
  });
  void Promise.all(all).then(channels.close);
}
