import type { KillEvent } from '@pod-contagion/chaos/kill';
import type { ContainerEnd, ReapEvent, ReapReport } from '@pod-contagion/chaos/reap';
import { formatDuration } from '@pod-contagion/notations';
import { counted, podText } from './pod.ts';

const ENDS: Readonly<Record<ReapReport['reason'], string>> = {
  aborted: 'it was stopped',
  max: '--max is reached',
  until: '--duration is over',
};

/** What a reaper does, as a line for people. */
export function reapEventText(event: Exclude<ReapEvent, KillEvent>): string {
  switch (event.event) {
    case 'watching': {
      const before = event.endedBefore === 0 ? '' : `; ${event.endedBefore} of them had restarts before`;
      return `watching ${counted(event.pods, 'pod')} in ${event.namespace}${before}`;
    }
    case 'broken':
      return `the watch on pods in ${event.namespace} broke, and is tried again: ${event.message}`;
    case 'resumed':
      return `pods in ${event.namespace} are watched again`;
    case 'let-be':
      return `${podText(event.pod)}: let be: ${event.why}`;
    case 'held-back':
      return `--max-per-minute is reached: ${counted(event.waiting, 'pod')} wait, the first for ${formatDuration(event.forMs)}`;
    case 'would-reap':
      return `${podText(event.pod)}: would be reaped, as ${causeText(event.end)}`;
    case 'reaped':
      return `${podText(event.pod)}: reaped after ${formatDuration(event.afterMs)}, as ${causeText(event.end)}`;
    case 'not-reaped':
      return `${podText(event.pod)}: not reaped (${event.code}: ${event.message}), again in ${formatDuration(event.retryInMs)}`;
    case 'stopped':
      return stoppedText(event.report);
  }
}

function causeText({ cause, container, restarts }: ContainerEnd): string {
  switch (cause) {
    case 'restarted':
      return `container ${container} was started again (${counted(restarts, 'restart')})`;
    case 'ended':
      return `container ${container} has ended`;
    case 'back-off':
      return `container ${container} waits in CrashLoopBackOff (${counted(restarts, 'restart')})`;
  }
}

function stoppedText({ reason, dryRun, reaped, byCause, failures }: ReapReport): string {
  const pods = counted(reaped, 'pod');
  const causes = `${byCause.restarted} restarted, ${byCause.ended} ended, ${byCause['back-off']} in back-off`;
  const what = dryRun ? `dry run: ${pods} would have been reaped, none was` : `${pods} reaped`;
  return `ended, as ${ENDS[reason]}: ${what} (${causes}), ${failures} failed`;
}
