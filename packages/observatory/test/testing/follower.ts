import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from '../../../../scripts/testing/until.ts';

/** One event of a stream as it came. */
export type StreamEvent = Readonly<{ event: string; id: string | undefined; data: unknown }>;

/** One who follows over a socket of its own, so that it may stop reading. */
export type Follower = Readonly<{
  socket: Socket;
  head: () => string;
  events: () => readonly StreamEvent[];
  /** The first event that fits, past or to come. */
  event: (fits: (event: StreamEvent) => boolean) => Promise<StreamEvent>;
}>;

/** Asks for a path, as a browser would on an address. */
export async function follow(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Follower> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => (text += part));
  socket.on('error', () => undefined);
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  await until('a head', () => text.includes('\r\n\r\n'));
  const events = (): StreamEvent[] => {
    // What is sent in chunks has their lengths between; none is part of an event, as each event is a chunk of its own.
    const body = text.slice(text.indexOf('\r\n\r\n') + 4).replaceAll(/(^|\r\n)[0-9a-f]+\r\n/g, '');
    return body
      .split('\n\n')
      .filter((part) => part.includes('data: '))
      .map((part) => ({
        event: /^event: (.*)$/m.exec(part)?.[1] ?? '',
        id: /^id: (.*)$/m.exec(part)?.[1],
        data: JSON.parse(/^data: (.*)$/m.exec(part)?.[1] ?? 'null'),
      }));
  };
  return {
    socket,
    head: () => text.slice(0, text.indexOf('\r\n\r\n')),
    events,
    event: (fits) => until('an event', () => events().find(fits)),
  };
}
