/** The back-offs of one container as a real kubelet gave them, beside what the rules say. */
import t from 'tap';
import { createRestarts, kubeletRules, noteEnd, noteRestart } from '../src/index.ts';

/**
 * Kubernetes 1.20.2, a podder without symptom delay that was infected again as soon as it answered, killed by its
 * liveness probe each time: seconds of finishedAt and of the next startedAt, from the first start.
 */
const RECORDED: readonly (readonly [endedAt: number, startedAt: number])[] = [
  [5, 5],
  [9, 9],
  [12, 28],
  [31, 59],
  [62, 104],
  [108, 191],
  [195, 359],
  [363, 670],
  [674, 674],
];

/** A pass every 10 to 15 s, read by a ticker of one second; and the recording is in whole seconds. */
const LATEST_SECONDS = 15 + 1 + 1;

t.test('each restart of a recorded ladder comes when the rules allow it, and not much later', async (t) => {
  const rules = kubeletRules('1.20');
  const restarts = createRestarts();
  for (const [index, [endedAt, startedAt]] of RECORDED.entries()) {
    const dueAt = noteEnd(restarts, 'probe', endedAt * 1000, rules) / 1000;
    const waits = dueAt > endedAt;
    const late = startedAt - dueAt;
    t.ok(
      late >= -1 && late <= (waits ? LATEST_SECONDS : 1),
      `restart ${index + 1}: due after ${dueAt - endedAt} s, came after ${startedAt - endedAt} s`,
    );
    noteRestart(restarts, startedAt * 1000, rules);
  }
  t.equal(restarts.backoffMs, rules.maxBackoffMs);
});
