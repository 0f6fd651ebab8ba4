/** What a page holds, and goes on from: the epoch and the cursor of its model. */
export type StreamFrom = Readonly<{ epoch: string; cursor: number }>;

/** What the server tells: a frame, how the source is, and that all begins anew. */
export const TOLD = ['d', 's', 'resync'] as const;
export type Told = (typeof TOLD)[number];

/** Who listens to a stream; nobody is told anything any more once it is closed. */
export type StreamListener = Readonly<{
  told: (type: Told, text: string) => void;
  /** It broke; where it is over it is not tried again by itself. */
  lost: (isOver: boolean) => void;
}>;

/** Follows the server over a connection of its own; returns how to end that. */
export function openStream({ epoch, cursor }: StreamFrom, { told, lost }: StreamListener): () => void {
  const from = new URLSearchParams({ epoch, from: String(cursor) });
  const events = new EventSource(`api/events?${from.toString()}`);
  for (const type of TOLD) events.addEventListener(type, ({ data }) => told(type, String(data)));
  let isOpen = false;
  events.addEventListener('open', () => {
    isOpen = true;
  });
  // After anything but 200 the browser has given up; else it tries again itself, but one that was never open after three seconds only.
  events.addEventListener('error', () => {
    const isOver = !isOpen || events.readyState === EventSource.CLOSED;
    if (isOver) events.close();
    lost(isOver);
  });
  return () => events.close();
}
