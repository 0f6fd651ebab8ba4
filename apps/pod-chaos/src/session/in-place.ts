import type { PodName } from '@pod-contagion/chaos';
import type { RunEvent, TargetResult } from '@pod-contagion/chaos/run';
import { podName, podText } from '../texts/pod.ts';
import type { Output } from './output.ts';

/** What is known of one pod while a run lasts. */
type Known = { pod: PodName; endsAt: string | undefined; result: TargetResult | undefined };

/** Which pods a run has put something into, and which of them are done; learned from its events. */
export type InPlace = Readonly<{
  onEvent: (event: RunEvent) => void;
  /** Pods that may have a fault now. */
  open: () => readonly Readonly<Pick<Known, 'pod' | 'endsAt'>>[];
  /** Results of pods that are done. */
  done: () => readonly TargetResult[];
}>;

/** Begins with no pod. */
export function createInPlace(): InPlace {
  const pods = new Map<string, Known>();
  const known = (pod: PodName): Known => {
    const entry = pods.get(pod.uid) ?? { pod, endsAt: undefined, result: undefined };
    pods.set(pod.uid, entry);
    return entry;
  };
  return {
    onEvent(event) {
      if (event.event === 'injected') known(event.pod);
      else if (event.event === 'applied') known(event.pod).endsAt = event.endsAt;
      else if (event.event === 'done') known(event.pod).result = event.result;
    },
    open: () => [...pods.values()].filter(({ result }) => result === undefined),
    done: () => [...pods.values()].flatMap(({ result }) => (result === undefined ? [] : [result])),
  };
}

/** Says what a command that leaves at once leaves behind, pod by pod, and how to end it. */
export function tellLeft(output: Output, run: string, { open }: InPlace): void {
  const left = open();
  if (left.length === 0) output.note('left at once: no pod is known to have a fault of this run');
  for (const { pod, endsAt } of left) {
    const cleanup = `pod-chaos cleanup -n ${pod.namespace} -p ${pod.name}`;
    const when =
      endsAt === undefined
        ? 'may be there, or still begin'
        : `may be there until ${endsAt}, when its agent ends it`;
    output.result('left', { pod: podName(pod), run, endsAt, cleanup }, [
      `left: ${podText(pod)}: the fault of run ${run} ${when}; to end it now: ${cleanup}`,
    ]);
  }
}

/** Whether the fault is in place in so many pods, or has failed there. */
export function isSettled({ open, done }: InPlace, pods: number): boolean {
  const inPlace = open().filter(({ endsAt }) => endsAt !== undefined);
  return inPlace.length + done().length >= pods;
}
