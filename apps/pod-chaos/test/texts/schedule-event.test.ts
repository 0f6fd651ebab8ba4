import t from 'tap';
import { scheduleEventText } from '../../src/texts/schedule-event.ts';

t.test('a dry run never reads as if somebody had been hit', async (t) => {
  const end = { reason: 'max-kills', runs: 2, kills: 0, failures: 0 } as const;
  t.same(
    [
      scheduleEventText({
        event: 'ended',
        run: 2,
        kills: 0,
        killsInAll: 0,
        wouldBeHit: 1,
        wouldBeHitInAll: 3,
        dryRun: true,
      }),
      scheduleEventText({ event: 'nobody', run: 1, message: 'no pod', dryRun: true }),
      scheduleEventText({ event: 'stopped', end: { ...end, dryRun: true, wouldBeHit: 3 }, dryRun: true }),
    ],
    [
      'run 2 is over; dry run: 1 pod would have been hit, 3 in all',
      'run 1 would hit nobody: no pod',
      'ended, as --max is reached: 2 runs, 0 failed; dry run: 3 pods would have been hit, none was',
    ],
  );
});

t.test('a real one tells what was hit', async (t) => {
  const end = { reason: 'max-runs', runs: 1, kills: 2, failures: 0 } as const;
  t.same(
    [
      scheduleEventText({ event: 'ended', run: 1, kills: 2, killsInAll: 2 }),
      scheduleEventText({ event: 'nobody', run: 1, message: 'no pod' }),
      scheduleEventText({ event: 'stopped', end }),
    ],
    [
      'run 1 is over: 2 pods, 2 in all',
      'run 1 hit nobody: no pod',
      'ended, as --max-runs is reached: 1 run, 2 pods, 0 failed',
    ],
  );
});
