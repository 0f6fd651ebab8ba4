import type { KillEvent } from '@pod-contagion/chaos/kill';
import { formatDuration } from '@pod-contagion/notations';
import { podText } from './pod.ts';

/** An event of a kill as a line for people; undefined for what the report says anyway. */
export function killEventText(event: KillEvent): string | undefined {
  if (event.event === 'interrupted' || event.event === 'done') return undefined;
  return `${podText(event.pod)}: ${whatHappened(event)}`;
}

function whatHappened(event: Exclude<KillEvent, { event: 'interrupted' | 'done' }>): string {
  switch (event.event) {
    case 'accepted':
      return event.mode === 'evict' ? 'is evicted' : 'is deleted';
    case 'refused': {
      const again = event.retryInMs === undefined ? '' : `; again in ${formatDuration(event.retryInMs)}`;
      return `the eviction is refused: ${event.message}${again}`;
    }
    case 'gone':
      return `gone after ${formatDuration(event.afterMs)}`;
    case 'way-failed':
      return `no signal by ${event.way}: ${event.message}`;
    case 'signalled':
      return `container ${event.container} has got its signal by ${event.way}`;
  }
}

const OF_KILL: ReadonlySet<string> = new Set<KillEvent['event']>([
  'accepted',
  'refused',
  'gone',
  'way-failed',
  'signalled',
  'interrupted',
  'done',
]);

/** Whether something that happened did so while pods were killed. */
export function isOfKill(event: Readonly<{ event: string }>): event is KillEvent {
  return OF_KILL.has(event.event);
}
