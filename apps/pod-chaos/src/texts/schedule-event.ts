import type { Planned, ScheduleEvent } from '@pod-contagion/chaos/schedule';
import { counted, podText } from './pod.ts';
import { liftedText } from './selection.ts';

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
      if (event.dryRun) return dryText(event.run, event.wouldBeHit ?? 0, event.wouldBeHitInAll ?? 0);
      return `run ${event.run} is over: ${counted(event.kills, 'pod')}, ${event.killsInAll} in all`;
    case 'nobody':
      return `run ${event.run} ${event.dryRun ? 'would hit' : 'hit'} nobody: ${event.message}`;
    case 'failed':
      return `run ${event.run} failed (${event.code}: ${event.message}), ${event.consecutive} in a row`;
    case 'left-out':
      return `the run of ${new Date(event.atMs).toISOString()} is left out: ${event.why === 'busy' ? 'the one before was not over' : 'it is too late'}`;
    case 'stopped': {
      const { reason, runs, kills, failures, dryRun, wouldBeHit = 0 } = event.end;
      const ended = `ended, as ${ENDS[reason]}: ${counted(runs, 'run')}`;
      if (!dryRun) return `${ended}, ${counted(kills, 'pod')}, ${failures} failed`;
      return `${ended}, ${failures} failed; dry run: ${counted(wouldBeHit, 'pod')} would have been hit, none was`;
    }
  }
}

function dryText(run: number, wouldBeHit: number, inAll: number): string {
  return `run ${run} is over; dry run: ${counted(wouldBeHit, 'pod')} would have been hit, ${inAll} in all`;
}

/** Who is hit in one run, or would be. */
export function plannedText({ wouldHit, qualifying, lifted, seed }: Planned, dryRun: boolean): string {
  const names = wouldHit.map(podText).join(', ') || 'nobody';
  return `${dryRun ? 'would hit' : 'hits'} ${names} (${wouldHit.length} of ${qualifying} that qualify, seed ${seed})${liftedText(lifted)}`;
}
