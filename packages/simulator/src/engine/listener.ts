/** What happened, as a listener is told. */
export type EngineEvent =
  | 'exposed'
  | 'symptomatic'
  | 'ended'
  | 'waiting'
  | 'restarted'
  | 'up'
  | 'ready'
  | 'unready'
  /** The pod is no more, and not only its container. */
  | 'deleted'
  /** There is a new pod, whose container is being started. */
  | 'created';

/**
 * Told of each event: the pod, and for an exposure who infected it. Less than 0 where somebody outside did: -1 - the number of the strain.
 */
export type Listener = (event: EngineEvent, atMs: number, pod: number, other: number) => void;
