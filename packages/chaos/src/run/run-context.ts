import type { Kubernetes } from '../kubernetes/connect.ts';
import type { AgentPlace } from './follow-log.ts';
import type { Sight } from './follow.ts';
import type { OnRunEvent } from './run-events.ts';
import type { Slots } from './slots.ts';

/** What all parts of one run share. */
export type RunContext = Readonly<{
  kube: Kubernetes;
  run: string;
  image: string;
  /** Whether agents of network faults get NET_RAW. */
  netRaw: boolean;
  /** How long an agent may take to be put into its pod and to start, in ms. */
  injectTimeoutMs: number;
  /** The longest wait between two looks at a pod, in ms. */
  pollMs: number;
  /** Bounds how many pods are changed at once. */
  slots: Slots;
  onEvent: OnRunEvent;
  /** Nobody waits any more: everything returns at once with what it knows. */
  giveUp: AbortSignal;
}>;

/** Passes on what is seen of an agent as events of the run. */
export function sightEvents(
  { onEvent }: Pick<RunContext, 'onEvent'>,
  { pod, container }: AgentPlace,
): (sight: Sight) => void {
  return (sight) => {
    switch (sight.event) {
      case 'waiting':
        onEvent({ event: 'waiting', pod, container, reason: sight.reason, message: sight.message });
        return;
      case 'unreachable':
      case 'log-unavailable':
        onEvent({ event: sight.event, pod, message: sight.message });
        return;
      case 'reachable':
        onEvent({ event: 'reachable', pod });
        return;
      case 'begun':
        onEvent({ event: 'begun', pod, at: sight.at });
        return;
      case 'applied':
        onEvent({ event: 'applied', pod, at: sight.at, endsAt: sight.endsAt, steps: sight.steps });
        return;
      case 'effect':
        onEvent({ event: 'effect', pod, at: sight.at, effect: sight.effect });
        return;
      case 'returned':
        onEvent({ event: 'returned', pod, at: sight.at, returned: sight.returned });
        return;
      case 'ending':
        onEvent({ event: 'ending', pod, at: sight.at, reason: sight.reason });
        return;
      case 'report':
        return;
    }
  };
}
