import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { until } from '../../../../scripts/testing/until.ts';

/** One event of a stream as it came; of large ones the data is left out. */
export type StreamEvent = Readonly<{ event: string; id: string | undefined; data: unknown }>;

/** One who follows over a connection of its own, and may stop reading. */
export type Follower = Readonly<{
  response: IncomingMessage;
  events: readonly StreamEvent[];
  /** The first event that fits, past or to come. */
  event: (fits: (event: StreamEvent) => boolean) => Promise<StreamEvent>;
  end: () => void;
}>;

const LARGE = 10_000;

/** Asks for a stream. */
export async function follow(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Follower> {
  const request = get(url, { headers, agent: false });
  request.on('error', () => undefined);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const events: StreamEvent[] = [];
  let rest = '';
  response.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part.includes('data: ')) events.push(read(part));
  });
  response.on('error', () => undefined);
  return {
    response,
    events,
    event: (fits) => until('an event', () => events.find(fits)),
    end: () => void request.destroy(),
  };
}

function read(part: string): StreamEvent {
  const [, data = 'null'] = /^data: (.*)$/m.exec(part) ?? [];
  return {
    event: /^event: (.*)$/m.exec(part)?.[1] ?? '',
    id: /^id: (.*)$/m.exec(part)?.[1],
    data: data.length > LARGE ? undefined : JSON.parse(data),
  };
}
