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

/** What a listener is told beside the end of a container of which its kubelet finds no exited status: it lengthens no back-off. */
export const UNKNOWN_END: number = -2;

/**
 * Told of each event: the pod, and for an exposure who infected it. Less than 0 where somebody outside did: -1 - the number of the strain.
 * Of an end it may be UNKNOWN_END, else and of all others it is -1.
 */
export type Listener = (event: EngineEvent, atMs: number, pod: number, other: number) => void;
