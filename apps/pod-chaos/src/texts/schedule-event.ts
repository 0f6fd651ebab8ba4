import type { Planned, ScheduleEvent } from '@pod-contagion/chaos';
import { counted, podText } from './pod.ts';

const ENDS: Readonly<Record<Extract<ScheduleEvent, { event: 'stopped' }>['end']['reason'], string>> = {
  aborted: 'it was stopped',
  'max-runs': '--max-runs is reached',
  'max-kills': '--max is reached',
  until: '--duration is over',
  'never-again': 'no run is due any more',
  failures: 'too many runs failed one after the other',
};

/** What a schedule does, as a line for people. */
export function scheduleEventText(event: ScheduleEvent): string {
  switch (event.event) {
    case 'waiting':
      return `run ${event.run} is due at ${new Date(event.atMs).toISOString()}`;
    case 'begun':
      return `run ${event.run} begins`;
    case 'ended':
      return `run ${event.run} is over: ${counted(event.kills, 'pod')}, ${event.killsInAll} in all`;
    case 'nobody':
      return `run ${event.run} hit nobody: ${event.message}`;
    case 'failed':
      return `run ${event.run} failed (${event.code}: ${event.message}), ${event.consecutive} in a row`;
    case 'left-out':
      return `the run of ${new Date(event.atMs).toISOString()} is left out: ${event.why === 'busy' ? 'the one before was not over' : 'it is too late'}`;
    case 'stopped': {
      const { reason, runs, kills, failures } = event.end;
      return `ended, as ${ENDS[reason]}: ${counted(runs, 'run')}, ${counted(kills, 'pod')}, ${failures} failed`;
    }
  }
}

/** Who is hit in one run, or would be. */
export function plannedText({ wouldHit, qualifying, seed }: Planned, dryRun: boolean): string {
  const names = wouldHit.map(podText).join(', ') || 'nobody';
  return `${dryRun ? 'would hit' : 'hits'} ${names} (${wouldHit.length} of ${qualifying} that qualify, seed ${seed})`;
}
