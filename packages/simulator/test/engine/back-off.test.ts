import fc from 'fast-check';
import t from 'tap';
import {
  createRestarts,
  kubeletRules,
  noteEnd,
  noteRestart,
  type EndCause,
  type KubeletRules,
} from '@pod-contagion/lifecycle';
import { BackOff } from '../../src/engine/back-off.ts';
import * as RECORD from '../../src/engine/record.ts';
import { LIVES_SHIFT, WORDS } from '../../src/engine/pods.ts';

const RULES: readonly KubeletRules[] = [
  kubeletRules('1.36'),
  kubeletRules('1.20'),
  kubeletRules('1.36', { maxBackoffMs: 1_000 }),
  kubeletRules('1.36', { maxBackoffMs: 45_000 }),
  kubeletRules('1.36', { reducedDecay: true }),
  kubeletRules('1.36', { restartAllContainers: true }),
];

/** A life and what came after it: how long it ran, why it ended, and how much later than it might it was restarted. */
type Life = readonly [livedMs: number, cause: EndCause, lateMs: number];

const LIFE: fc.Arbitrary<Life> = fc.tuple(
  fc.oneof(fc.nat(5_000), fc.nat(400_000), fc.nat(2_000_000)),
  fc.constantFrom<EndCause>('probe', 'exit'),
  fc.nat(400_000),
);

t.test('property: ends and restarts as packages/lifecycle has them', async (t) => {
  let ends = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...RULES),
      fc.array(LIFE, { minLength: 60, maxLength: 150, size: 'max' }),
      (rules, lives) => {
        const restarts = createRestarts();
        const backOff = new BackOff(rules);
        const records = new Int32Array(2 * WORDS);
        const base = WORDS;
        let now = 0;
        for (const [livedMs, cause, lateMs] of lives) {
          if (now + livedMs + 1_000_000 > 2 ** 31) break;
          now += livedMs;
          ends++;
          const dueMs = noteEnd(restarts, cause, now, rules);
          const from = backOff.end(records, base, cause, now);
          const waits = from === -1;
          if (waits !== dueMs > now) throw new Error(`waits: expected ${dueMs > now}, got ${waits}`);
          if (waits && backOff.dueAt(records, base) !== dueMs) {
            throw new Error(`due: expected ${dueMs}, got ${backOff.dueAt(records, base)}`);
          }
          now = waits ? dueMs + lateMs : now;
          noteRestart(restarts, now, rules);
          backOff.restart(records, base, waits ? records[base + RECORD.lastEnd]! : from, now);
          const count = records[base + RECORD.lives]! >> LIVES_SHIFT;
          if (count !== restarts.count) throw new Error(`count: expected ${restarts.count}, got ${count}`);
        }
      },
    ),
    { numRuns: 1_100 },
  );
  t.ok(ends >= 100_000, `${ends} ends`);
});
