import type { RecoveryEvent } from '@pod-contagion/chaos/recovery';
import { formatDuration } from '@pod-contagion/notations';
import { counted } from './pod.ts';

/** What a watch tells while it lasts, as a line for people. */
export function recoveryEventText(event: RecoveryEvent): string {
  switch (event.event) {
    case 'watching':
      return `watching ${counted(event.pods, 'pod')} and ${counted(event.workloads, 'workload')}`;
    case 'broken':
      return `the watch on ${event.what} broke: ${event.message}`;
    case 'resumed':
      return `the watch on ${event.what} goes on`;
    case 'left':
    case 'back':
    case 'unneeded': {
      const { kind, namespace, name, how, downMs, replacement } = event.departure;
      const who = `${kind} ${namespace}/${name}`;
      if (event.event === 'left') return `${who} left (${how})`;
      if (event.event === 'unneeded') return `${who} is gone, and nothing has to come for it`;
      const after = downMs === undefined ? '' : ` after ${formatDuration(downMs)}`;
      return `${who} is back${after}${replacement === undefined ? '' : `, as ${replacement}`}`;
    }
  }
}
