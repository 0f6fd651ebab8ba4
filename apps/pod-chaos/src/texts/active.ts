import type { ActiveFault } from '@pod-contagion/chaos/run';
import { podText } from './pod.ts';

const STATES: Readonly<Record<ActiveFault['state'], string>> = {
  waiting: 'waits for its agent',
  active: 'active',
  ended: 'ended',
  orphaned: 'orphaned, its agent is gone without a proof (pod-chaos cleanup ends it)',
};

/** A fault in a pod, on one line. */
export function formatActive({ pod, run, fault, state, since, until, detail }: ActiveFault): string {
  const times = [
    ...(since === undefined ? [] : [`since ${since}`]),
    ...(until === undefined ? [] : [`${state === 'waiting' ? 'begins by' : 'until'} ${until}`]),
    ...(detail === undefined ? [] : [detail]),
  ];
  return [`${podText(pod)}: ${fault}: ${STATES[state]}`, ...times, `run ${run}`].join(', ');
}
