import t from 'tap';
import { createRestarts, kubeletRules, nextRetryAtMs, noteEnd, noteRestart } from '@pod-contagion/lifecycle';
import * as STREAM from '../../src/engine/stream.ts';
import { hash, unit } from '../../src/engine/random.ts';
import { ORIGINAL, SLOW } from './models.ts';
import { story } from './story.ts';

t.test('an end that the kubelet does not know of is restarted at once and doubles nothing', async (t) => {
  const rules = kubeletRules('1.36');
  // To packages/lifecycle such an end is one after which no exited status is left.
  const unknown = kubeletRules('1.36', { restartAllContainers: true });
  for (const probability of [0.3, 1]) {
    const model = {
      ...ORIGINAL,
      pods: 100,
      symptomDelayMs: 100_000,
      machine: { ...SLOW, unknownEndProbability: probability },
    };
    const { lines } = story(model, 3_600_000, [0], 9);
    const pods = Array.from({ length: model.pods }, () => ({
      restarts: createRestarts(),
      dueMs: NaN,
      atMs: NaN,
    }));
    let [ends, unknownEnds, wrong, waits] = [0, 0, 0, 0];
    for (const [event, atMs, pod] of lines) {
      const known = pods[pod]!;
      if (event === 'waiting') waits++;
      if (event === 'ended') {
        ends++;
        const isUnknown = unit(hash(9, STREAM.unknownEnd, pod, known.restarts.count)) < probability;
        if (isUnknown) unknownEnds++;
        known.dueMs = noteEnd(known.restarts, 'probe', atMs, isUnknown ? unknown : rules);
        known.atMs = atMs;
        while (known.atMs < known.dueMs) {
          known.atMs = nextRetryAtMs(
            known.atMs,
            known.dueMs,
            unit(hash(9, STREAM.retry, pod, known.atMs)),
            rules,
          );
        }
      } else if (event === 'restarted') {
        if (atMs !== known.atMs) wrong++;
        noteRestart(known.restarts, atMs, rules);
      }
    }
    t.equal(wrong, 0, `of ${ends} ends`);
    const deviation = Math.sqrt(ends * probability * (1 - probability));
    t.ok(Math.abs(unknownEnds - ends * probability) <= 4 * deviation, `${unknownEnds} unknown of ${ends}`);
    t.ok(ends > 1_000);
    if (probability === 1) t.equal(waits, 0);
    else t.ok(waits > 100);
  }
});
