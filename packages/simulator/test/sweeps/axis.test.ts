import fc from 'fast-check';
import t from 'tap';
import { parseDurationMs } from '@pod-contagion/notations';
import { SimulatorError } from '../../src/errors.ts';
import { parseAxis, parseAxisValue, wordsOf } from '../../src/sweeps/axis.ts';

const read = (text: string): unknown => parseAxis(text, parseDurationMs);

t.test('lists, ranges, and ranges with a step', async (t) => {
  t.same(read('replicas=10,50,200'), { name: 'replicas', values: [10, 50, 200] });
  t.same(read('symptom-delay=0s..120s'), {
    name: 'symptom-delay',
    values: Array.from({ length: 13 }, (_, index) => index * 10_000),
  });
  t.same(read('symptom-delay=0s..1m/15s'), {
    name: 'symptom-delay',
    values: [0, 15_000, 30_000, 45_000, 60_000],
  });
  t.same(read('death=restart,exit'), { name: 'death', values: [0, 2] });
  t.same(read('death=replace'), { name: 'death', values: [1] });
  t.same(read('liveness-threshold=1..3'), { name: 'liveness-threshold', values: [1, 2, 3] });
  t.same(read('max-restart-period=1s,10s..300s/290s'), {
    name: 'max-restart-period',
    values: [1_000, 10_000, 300_000],
  });
});

t.test('what it refuses', async (t) => {
  for (const [text, message] of [
    ['pods=3', /^--vary expects NAME=VALUES with a name of replicas, .*, got "pods=3"$/],
    ['replicas', /^--vary expects NAME=VALUES/],
    ['replicas=', /^--vary expects whole numbers from 1 to 10000000 as replicas, got ""$/],
    ['replicas=0', /got "0"$/],
    ['replicas=1000000000', /got "1000000000"$/],
    ['symptom-delay=0s..x', /^--vary expects durations from 0 to 86400000 ms as symptom-delay, got "x"$/],
    ['symptom-delay=9s..1s', /a range that goes up.*got "9s\.\.1s"$/],
    ['symptom-delay=0s..1h/1', /a step that makes at most 1000 values/],
    ['symptom-delay=0s..1h/0', /a step that makes/],
    ['death=restart..exit', /^--vary expects restart or replace or exit as death, got "restart\.\.exit"$/],
    ['death=1', /got "1"$/],
    ['death=exit,exit', /each value of death once/],
    ['replicas=5,5', /each value of replicas once/],
  ] as const) {
    t.throws(() => read(text), { code: 'SIMULATOR_SWEEP', message }, text);
  }
});

t.test('values of words are deaths, by their words', async (t) => {
  t.same(wordsOf('death'), ['restart', 'replace', 'exit']);
  t.equal(wordsOf('replicas'), undefined);
  t.equal(parseAxisValue('death', 'exit', parseDurationMs), 2);
  t.equal(parseAxisValue('death', 'die', parseDurationMs), undefined);
  t.equal(parseAxisValue('symptom-delay', '2s', parseDurationMs), 2_000);
  t.equal(parseAxisValue('replicas', '0', parseDurationMs), undefined);
});

t.test('property: any text is an axis with its values within bounds, or refused', async () => {
  const text = fc
    .tuple(
      fc.constantFrom('replicas', 'symptom-delay', 'death', 'toString', 'x'),
      fc.string({ unit: fc.constantFrom('0', '1', '5', '9', '.', ',', '/', 's', 'm') }),
    )
    .map(([name, list]) => `${name}=${list}`);
  fc.assert(
    fc.property(text, (each) => {
      try {
        const { values } = parseAxis(each, parseDurationMs);
        return (
          values.length > 0 && values.length <= 1_000 && values.every((value) => Number.isInteger(value))
        );
      } catch (error) {
        return error instanceof SimulatorError;
      }
    }),
    { numRuns: 1_000 },
  );
});
