import fc from 'fast-check';
import t from 'tap';
import { KINDS } from '@pod-contagion/toxics/connections';
import { parseToxic } from '../../../src/faults/toxics/parse.ts';

t.test('words with commas or blanks between them, in any order', async (t) => {
  t.same(parseToxic('latency,latency=250,jitter=50'), {
    type: 'latency',
    stream: 'downstream',
    toxicity: 1,
    attributes: { latency: 250, jitter: 50 },
  });
  t.same(parseToxic(' latency  toxicity=0.5 upstream, jitter=20 '), {
    type: 'latency',
    stream: 'upstream',
    toxicity: 0.5,
    attributes: { latency: 0, jitter: 20 },
  });
  t.same(parseToxic('reset_peer').attributes, { timeout: 0 });
  t.same(parseToxic('bandwidth,rate=0').attributes, { rate: 0 }, 'nothing at all, where that is said');
  t.same(parseToxic('noop').attributes, {});
});

t.test('what is wrong is named', async (t) => {
  const types = 'latency, bandwidth, slow_close, timeout, reset_peer, slicer, limit_data, noop';
  for (const [text, message] of [
    ['', 'expected a toxic such as latency,latency=250, in 1 to 256 characters, got 0'],
    ['latancy', `toxic latancy.type: expected one of ${types}, got "latancy"`],
    ['toString', `toxic toString.type: expected one of ${types}, got "toString"`],
    ['latency,250', 'toxic latency: expected NAME=NUMBER or upstream or downstream, got "250"'],
    ['latency,latency=1,latency=2', 'toxic latency: expected latency once, got it twice'],
    ['latency,latency=1,upstream,downstream', 'toxic latency: expected stream once, got it twice'],
    ['latency,stream=up', 'toxic latency.stream: expected one of upstream, downstream, got "up"'],
    [
      'latency,latency=250ms',
      'toxic latency.attributes.latency: expected a whole number from 0 to 1000000000000, got "250ms"',
    ],
    [
      'latency,latency=1.5',
      'toxic latency.attributes.latency: expected a whole number from 0 to 1000000000000, got 1.5',
    ],
    ['latency,rate=5', 'toxic latency.attributes: expected to have only latency, jitter, got a field "rate"'],
    ['noop,rate=5', 'toxic noop.attributes: expected to have nothing, got a field "rate"'],
    ['latency', 'toxic latency.attributes: expected latency or jitter of a latency, 1 at least, got {}'],
    ['latency,jitter=0', /expected latency or jitter of a latency, 1 at least, got \{"jitter":0\}$/],
    ['bandwidth', 'toxic bandwidth.attributes: expected rate of a bandwidth, got {}'],
    ['limit_data', /expected bytes of a limit_data, got \{\}$/],
    ['slicer,delay=5', /expected average_size of a slicer, 1 at least, got/],
    ['slow_close', /expected delay of a slow_close, 1 at least, got/],
    ['noop,toxicity=0', 'toxic noop.toxicity: expected a share above 0, got 0'],
    ['noop,toxicity=2', 'toxic noop.toxicity: expected a number from 0 to 1, got 2'],
    [`noop${','.repeat(300)}`, /in 1 to 256 characters, got 304$/],
  ] as const) {
    t.throws(() => parseToxic(text), { code: 'CHAOS_USAGE', message }, text);
  }
});

t.test('whatever comes, it is read or refused by a sentence', async () => {
  const names = Object.keys(KINDS);
  const word = fc.oneof(
    fc.constantFrom(
      ...names,
      'upstream',
      '__proto__=1',
      'constructor=1',
      'toxicity=1',
      'latency=5',
      'rate=1',
    ),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(word), (words) => {
      try {
        return names.includes(parseToxic(words.join(',')).type);
      } catch (error) {
        return (error as { code?: unknown }).code === 'CHAOS_USAGE';
      }
    }),
  );
});
