import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { netemArguments } from '../../../../src/faults/network/netem/arguments.ts';
import { parseNetem } from '../../../../src/faults/network/netem/parse.ts';
import { validateNetem } from '../../../../src/faults/network/netem/validate.ts';
import type { NetemSpec } from '../../../../src/faults/network/spec.ts';
import { NOT_ABLE } from '../testing/able.ts';
import { anyNetem } from '../testing/netem-arbitrary.ts';
import { tcComplaints } from '../testing/tc-batch.ts';

const SPECS = 1_500;

/** What validates of them. */
function valid(specs: readonly NetemSpec[]): readonly NetemSpec[] {
  return specs.flatMap((spec) => {
    try {
      return [validateNetem(spec)];
    } catch {
      return [];
    }
  });
}

t.test('what validates is read back as the same', async (t) => {
  let tried = 0;
  fc.assert(
    fc.property(anyNetem, (spec) => {
      for (const netem of valid([spec])) {
        tried++;
        assert.deepEqual(parseNetem(netemArguments(netem)), netem);
        assert.deepEqual(validateNetem(netem), netem);
      }
    }),
    { numRuns: SPECS },
  );
  t.ok(tried > SPECS / 10, 'many of them were valid');
});

t.test("what validates turns into arguments that Debian's tc parses", { skip: NOT_ABLE }, async (t) => {
  const specs = valid(fc.sample(anyNetem, { numRuns: SPECS }));
  const words = specs.map(netemArguments);
  t.ok(words.length > SPECS / 10, `${words.length} specifications`);
  const complaints = tcComplaints(t.testdir(), [...words, ['nonsense']]);
  t.match(complaints.at(-1), 'What is "nonsense"?', 'it would be seen');
  t.strictSame(
    words.flatMap((each, index) =>
      complaints[index] === '' ? [] : [`${each.join(' ')}: ${complaints[index]}`],
    ),
    [],
  );
});

t.test('the words', async (t) => {
  const words = (spec: NetemSpec): string => netemArguments(validateNetem(spec)).join(' ');
  t.equal(words({ delay: { timeUs: 100_000 } }), 'delay 100000us');
  t.equal(
    words({
      limit: 10,
      delay: { timeUs: 100_000, jitterUs: 20_000, correlation: 25, distribution: 'normal' },
      loss: { model: 'gemodel', p: 1, r: 10, oneMinusH: 70, oneMinusK: 0.1 },
      reorder: { percent: 25, correlation: 50, gap: 5 },
      rate: { bitsPerSecond: 1e6, packetOverhead: -14, cellSize: 48, cellOverhead: 5 },
      slot: { minUs: 800, maxUs: 1_000, packets: 3, bytes: 9 },
    }),
    'limit 10 delay 100000us 20000us 25% distribution normal loss gemodel 1% 10% 70% 0.1% reorder 25% 50% gap 5 rate 1000000bit -14 48 5 slot 800us 1000us packets 3 bytes 9',
  );
  t.equal(words({ loss: { model: 'random', percent: 5, ecn: true } }), 'loss random 5% ecn');
  t.equal(words({ slot: { distribution: 'uniform', delayUs: 900, jitterUs: 100 } }), 'slot 800us 1000us');
  const duplicate = { percent: 5, correlation: 50 };
  t.equal(words({ duplicate }), 'delay 0us 0us 0% duplicate 5% 50%');
  t.equal(words({ delay: { timeUs: 9 }, duplicate }), 'delay 9us 0us 0% duplicate 5% 50%');
  t.equal(
    words({ loss: { model: 'random', percent: 5, correlation: 5 }, duplicate }),
    'loss random 5% 5% duplicate 5% 50%',
  );
});
