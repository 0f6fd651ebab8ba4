import type { Kubernetes } from '@pod-contagion/chaos';
import { createEventRecorder, podEventOf } from '@pod-contagion/chaos/telemetry';
import type { KillEvent } from '@pod-contagion/chaos/kill';
import type { RunEvent } from '@pod-contagion/chaos/run';

/** How long Events that are still being written are waited for at the end, in ms. */
const SETTLE_LIMIT_MS = 5_000;

/** Records what is done to pods as Events on them, where whoever looks after a pod finds it. */
export type Witness = Readonly<{
  happened: (event: RunEvent | KillEvent) => void;
  /** Settles when all is written, or after a while. */
  settled: () => Promise<void>;
}>;

/** Makes a witness; an Event that can't be written is told by `note`, and fails nothing. */
export function createWitness(kube: Kubernetes, note: (line: string) => void): Witness {
  const recorder = createEventRecorder(kube, {
    onWarning: (message) => note(`no Event was written: ${message}`),
  });
  return {
    happened: (event) => {
      const podEvent = podEventOf(event);
      if (podEvent !== undefined) void recorder.record(podEvent);
    },
    settled: async () => {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, SETTLE_LIMIT_MS);
      await Promise.race([recorder.settled(), late]);
      clearTimeout(timer);
    },
  };
}
