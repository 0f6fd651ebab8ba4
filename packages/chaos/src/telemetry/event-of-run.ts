import { describeLevel } from '../faults/resources/describe.ts';
import type { KillEvent } from '../kill/kill-events.ts';
import type { PodName } from '../pod-name.ts';
import type { TargetResult } from '../run/report.ts';
import type { RunEvent } from '../run/run-events.ts';
import type { PodEventReason } from './event-reasons.ts';

/** What is worth an Event. */
export type PodEvent = Readonly<{ pod: PodName; reason: PodEventReason; message: string }>;

/**
 * The Event that belongs to what happened in a run; undefined where it is but a line of progress. One thing gives one
 * Event: what began with one of its own (a deletion, a signal) gives no other at its end.
 */
export function podEventOf(event: RunEvent | KillEvent): PodEvent | undefined {
  switch (event.event) {
    case 'accepted': {
      const reason = event.mode === 'delete' ? 'PodChaosKilled' : 'PodChaosEvicted';
      return {
        pod: event.pod,
        reason,
        message: `${event.mode === 'delete' ? 'Deleted' : 'Evicted'} by pod-chaos`,
      };
    }
    case 'signalled':
      return {
        pod: event.pod,
        reason: 'PodChaosSignalled',
        message: `Container ${event.container} was sent a signal by ${event.way}`,
      };
    case 'applied':
      // A signal is over as soon as it is sent.
      if (event.at === event.endsAt) {
        return { pod: event.pod, reason: 'PodChaosSignalled', message: event.steps.join(', ') };
      }
      return {
        pod: event.pod,
        reason: 'PodChaosFaultApplied',
        message: `Until ${event.endsAt}: ${event.steps.join(', ')}`,
      };
    case 'done':
      return eventOfResult(event.result);
    default:
      return undefined;
  }
}

function eventOfResult({ pod, mended, outcome, hits, agent, error }: TargetResult): PodEvent | undefined {
  if (!mended) {
    const message = error?.message ?? 'it is not proven that the fault is gone';
    return { pod, reason: 'PodChaosFaultLeft', message };
  }
  // A signal leaves nothing that could end.
  if (agent?.appliedAt !== undefined && agent.effect?.unit !== 'signals') {
    return {
      pod,
      reason: 'PodChaosFaultEnded',
      message:
        agent.effect?.level === undefined
          ? `Proven gone after ${hits ?? 'an unknown number of'} ${agent.effect?.unit ?? 'packets'}`
          : `Proven gone after ${describeLevel(agent.effect.level)}`,
    };
  }
  // A pod that was gone already has nobody to read of it; one that was hit has its Event.
  if (outcome !== 'failed' || error === undefined || (hits ?? 0) > 0) return undefined;
  if (error.code === 'CHAOS_REFUSED') return { pod, reason: 'PodChaosRefused', message: error.message };
  return { pod, reason: 'PodChaosFailed', message: `${error.code}: ${error.message}` };
}
