import type { V1Pod } from '@kubernetes/client-node';
import { endOfContainer, endsOf, restartsOf, type ContainerEnd } from './end-of-container.ts';

/** At which sign a pod is reaped: as soon as a container of it has ended, or not before one waits in CrashLoopBackOff. */
export type ReapWhen = 'restart' | 'back-off';

/** A pod that is to be reaped. */
export type Waiting = Readonly<{
  uid: string;
  pod: V1Pod;
  end: ContainerEnd;
  /** Since when that is known, in ms. */
  sinceMs: number;
}>;

/** Who is to be reaped, the longest wait first. It holds no more than there are pods. */
export type WaitingList = Readonly<{
  /**
   * A pod is there, or has changed; gives it where it is to be reaped now and was not before. `isFirstLook`: it is among those that
   * were there before anybody looked.
   */
  see: (pod: V1Pod, nowMs: number, isFirstLook: boolean) => Waiting | undefined;
  /** It is no more, or is being deleted already. */
  gone: (uid: string) => void;
  /** The first that may be tried now. */
  next: (nowMs: number) => Waiting | undefined;
  /** When somebody may be tried again who can't be now, in ms; Infinity where nobody. */
  nextMs: () => number;
  /** It is being tried: not twice at once. */
  begin: (waiting: Waiting) => void;
  /** It is tried again, from that time on, as long as it shows what it showed. */
  putOff: (waiting: Waiting, notBeforeMs: number) => void;
  /** What it shows has been dealt with; a further end puts it on the list again. */
  settle: (waiting: Waiting) => void;
  /** It has been told to go: nothing that it shows until it is gone counts. */
  dismiss: (waiting: Waiting) => void;
  size: () => number;
}>;

/**
 * Makes an empty list. Restarts from before the first look are let be: they have been mended since. A pod that comes later with
 * restarts had them behind our back, and they count.
 */
export function createWaitingList(when: ReapWhen): WaitingList {
  /** How many ends of each pod have been dealt with, by uid. */
  const settled = new Map<string, number>();
  const waiting = new Map<string, Waiting & Readonly<{ notBeforeMs: number }>>();

  return {
    see(pod, nowMs, isFirstLook) {
      const uid = pod.metadata?.uid ?? '';
      const before = waiting.get(uid);
      const known = settled.get(uid) ?? (isFirstLook ? restartsOf(pod) : 0);
      settled.set(uid, known);
      const end = endsOf(pod) > known ? endOfContainer(pod) : undefined;
      if (end === undefined || (when === 'back-off' && end.cause !== 'back-off')) {
        waiting.delete(uid);
        return undefined;
      }
      const entry = { sinceMs: nowMs, notBeforeMs: nowMs, ...before, uid, pod, end };
      waiting.set(uid, entry);
      return before === undefined ? entry : undefined;
    },
    gone(uid) {
      settled.delete(uid);
      waiting.delete(uid);
    },
    next: (nowMs) => [...waiting.values()].find(({ notBeforeMs }) => notBeforeMs <= nowMs),
    nextMs: () => Math.min(Infinity, ...[...waiting.values()].map(({ notBeforeMs }) => notBeforeMs)),
    begin: ({ uid }) => putOff(uid, Infinity),
    putOff: ({ uid }, notBeforeMs) => putOff(uid, notBeforeMs),
    settle: ({ uid }) => settle(uid, ({ pod }) => endsOf(pod)),
    dismiss: ({ uid }) => settle(uid, () => Infinity),
    size: () => waiting.size,
  };

  function settle(uid: string, ends: (last: Waiting) => number): void {
    const last = waiting.get(uid);
    waiting.delete(uid);
    if (last !== undefined) settled.set(uid, ends(last));
  }

  function putOff(uid: string, notBeforeMs: number): void {
    const last = waiting.get(uid);
    if (last !== undefined) waiting.set(uid, { ...last, notBeforeMs });
  }
}
