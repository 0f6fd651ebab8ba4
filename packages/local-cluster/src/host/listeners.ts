import type { Listener } from './processes.ts';

/** Each address once: several processes may share a socket, as those of a node:cluster do. */
export function distinctListeners(listeners: readonly Listener[]): readonly Listener[] {
  return [
    ...new Map(listeners.map(({ host, port }) => [`${host} ${port}`, { host, port }] as const)).values(),
  ];
}
