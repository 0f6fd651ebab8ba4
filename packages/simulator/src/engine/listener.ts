/** What happened, as a listener is told. */
export type EngineEvent =
  'exposed' | 'symptomatic' | 'ended' | 'waiting' | 'restarted' | 'up' | 'ready' | 'unready';

/** Told of each event: the pod, and for an exposure who infected it, -1 where nobody of them did. */
export type Listener = (event: EngineEvent, atMs: number, pod: number, other: number) => void;
