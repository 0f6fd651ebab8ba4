import { ChaosError, type PodName } from '@pod-contagion/chaos';
import type { RunEvent, RunReport } from '@pod-contagion/chaos/run';
import { newRunId } from '@pod-contagion/chaos/run';
import type { ActivityContext, Json } from '@pod-contagion/experiments';
import { createInPlace, isSettled, type InPlace } from '../session/in-place.ts';
import type { Output } from '../session/output.ts';
import { runEventText } from '../texts/run-event.ts';
import { formatResult } from '../texts/run-report.ts';
import type { ActionPlace } from './place.ts';
import { requireHeld, requireMended } from './report.ts';

/** A fault that lasts: how it is begun, and who waits for its end. */
export type Lasting = Readonly<{
  name: string;
  /** How many pods are to have it. */
  pods: number;
  /** Whether the activity is over once it is in place. */
  background: boolean;
  start: (run: string, onEvent: (event: RunEvent) => void, signal: AbortSignal) => Promise<RunReport>;
  /** Says what is left by whoever leaves at once. */
  tellLeft: (output: Output, run: string, inPlace: InPlace) => void;
}>;

/**
 * Runs a fault that lasts. The activity lasts as long; in the background it is over once the fault is in place, and the fault
 * goes on until its duration is over or the experiment ends it. What is known of a pod that it did not hit is told at once.
 */
export async function runLasting(
  place: ActionPlace,
  { name, pods, background, start, tellLeft }: Lasting,
  context: ActivityContext,
): Promise<Json> {
  const run = newRunId();
  const inPlace = createInPlace();
  const settled = Promise.withResolvers<void>();
  place.began((output) => tellLeft(output, run, inPlace));
  const isKnown = ({ uid }: PodName): boolean =>
    inPlace.open().some(({ pod, endsAt }) => pod.uid === uid && endsAt !== undefined);
  const onEvent = (event: RunEvent): void => {
    inPlace.onEvent(event);
    place.happened(event);
    const isNoHit = event.event === 'done' && event.result.outcome !== 'hit';
    const text = isNoHit ? formatResult(event.result) : runEventText(event);
    if (text !== undefined) context.tell(text);
    if (isSettled(inPlace, pods)) settled.resolve();
    // Only its log says when a fault is in place; its report says it when it is over.
    else if (background && event.event === 'log-unavailable' && !isKnown(event.pod))
      settled.reject(nobodyKnows(event.message));
  };
  settled.promise.catch(() => undefined);
  if (!background) return requireHeld(await start(run, onEvent, context.signal), context);
  const ending = new AbortController();
  const running = start(run, onEvent, ending.signal);
  context.standing({
    name,
    async end() {
      ending.abort();
      const report = await running.catch((error: unknown) => {
        const isLeft = error instanceof ChaosError && error.code === 'CHAOS_NOT_ENDED';
        if (isLeft || inPlace.open().length + inPlace.done().length > 0) throw error;
        // It never began, which its activity has said.
        return undefined;
      });
      if (report !== undefined) requireMended(report, context);
    },
  });
  const onAbort = (): void => settled.resolve();
  context.signal.addEventListener('abort', onAbort, { once: true });
  await Promise.race([settled.promise, running]).finally(() =>
    context.signal.removeEventListener('abort', onAbort),
  );
  context.signal.throwIfAborted();
  const without = inPlace.done().find(({ outcome, agent }) => outcome === 'failed' || !agent?.appliedAt);
  if (without !== undefined) throw new Error(`the fault is not in place: ${formatResult(without)}`);
  return {
    run,
    inPlace: inPlace
      .open()
      .map(({ pod, endsAt }) => ({ pod: `${pod.namespace}/${pod.name}`, endsAt: endsAt ?? null })),
  };
}

function nobodyKnows(why: string): Error {
  return new Error(`expected to be told when the fault is in place, as it goes on in the background: ${why}`);
}
