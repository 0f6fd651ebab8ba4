import t from 'tap';
import { besideRecording, RECORDED } from '../../../../scripts/testing/beside-recordings.ts';

for (const recorded of RECORDED) {
  t.test(`${recorded.name}: what was recorded lies within what is simulated`, async (t) => {
    const { restarts, mostRestarts, lastEndSeenMs, curves } = besideRecording(recorded).comparison;
    for (const [name, beside] of Object.entries({ restarts, mostRestarts, lastEndSeenMs })) {
      t.ok(beside.isInside, `${name}: ${beside.recorded}, simulated ${beside.low} to ${beside.high}`);
    }
    // The bands of an ensemble hold nine tenths of the points of one more run, on average.
    for (const curve of ['waiting', 'ready'] as const) {
      t.ok(curves[curve].share >= 0.9, `${curve}: ${curves[curve].share}`);
    }
  });
}
