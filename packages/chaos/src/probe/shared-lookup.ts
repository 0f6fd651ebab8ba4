import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** The system's resolver, asked for all addresses. */
export type Resolve = (
  host: string,
  options: Readonly<{ family?: number; hints?: number; all: true }>,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

type Waiting = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

/**
 * Makes a `lookup` for sockets that asks the system once for all who want to know the same at the same time. The
 * system answers four questions at a time and none can be taken back: without this, a resolver that hangs
 * would make a queue that grows for as long as the probe runs.
 */
export function createSharedLookup(resolve: Resolve = systemLookup): LookupFunction {
  const asked = new Map<string, Waiting[]>();
  return (host, options, callback) => {
    const family = options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : options.family;
    const question = {
      ...(family === undefined ? {} : { family }),
      ...(options.hints === undefined ? {} : { hints: options.hints }),
      all: true as const,
    };
    const answer: Waiting = (error, addresses) => {
      if (options.all === true) callback(error, addresses);
      else callback(error, addresses[0]?.address ?? '', addresses[0]?.family ?? 0);
    };
    const key = JSON.stringify([host, question]);
    const others = asked.get(key);
    if (others !== undefined) {
      others.push(answer);
      return;
    }
    const waiting = [answer];
    asked.set(key, waiting);
    resolve(host, question, (error, addresses) => {
      asked.delete(key);
      for (const tell of waiting) tell(error, addresses ?? []);
    });
  };
}
