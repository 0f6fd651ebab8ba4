/** What can leave and come back. */
export type SubjectKind = 'Pod' | 'Deployment' | 'StatefulSet';

/** How something left. */
export type Leaving =
  /** A pod that is deleted or evicted: another one has to come. */
  | 'deleted'
  /** A pod whose containers ended and are not started again: another one has to come. */
  | 'failed'
  /** A pod that is not Ready any more, but may be again. */
  | 'not-ready'
  /** A container was restarted so quickly that the pod was never seen other than Ready. */
  | 'restarted'
  /** A workload with fewer Ready pods than it wants. */
  | 'replicas';

/** From down to up, once. Times are in ms, by the clock that the tracker was told. */
export type Departure = Readonly<{
  kind: SubjectKind;
  namespace: string;
  name: string;
  uid: string;
  /** Of a pod, as `kubectl get` would name it: `Deployment/podder`. */
  owner: string | undefined;
  how: Leaving;
  leftAtMs: number;
  /**
   * `down`: not back yet; `back`: Ready again, itself or another in its place; `unneeded`: gone for good, as the
   * workload has all the pods it wants.
   */
  state: 'down' | 'back' | 'unneeded';
  backAtMs: number | undefined;
  /** Name of the pod that came in its place. */
  replacement: string | undefined;
  /** A watch was broken when it left or came back: the times are those when it was noticed. */
  inexact: boolean;
}>;

/** How long it was down; undefined where it is still, or is not needed any more. */
export function downMsOf({ state, leftAtMs, backAtMs }: Departure): number | undefined {
  return state === 'back' && backAtMs !== undefined ? Math.max(0, backAtMs - leftAtMs) : undefined;
}
