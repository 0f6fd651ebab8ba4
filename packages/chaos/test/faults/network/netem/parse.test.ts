import fc from 'fast-check';
import t from 'tap';
import { netemArguments } from '../../../../src/faults/network/netem/arguments.ts';
import { parseNetem } from '../../../../src/faults/network/netem/parse.ts';
import { NOT_ABLE } from '../testing/able.ts';
import { tcComplaints } from '../testing/tc-batch.ts';

const parse = (text: string): unknown => parseNetem(text.split(' '));

t.test('reads what people write after `netem`', async (t) => {
  t.strictSame(
    parse(
      'delay 100ms 20ms 25% distribution normal loss gemodel 1% 10% 70% 0.1% reorder 25% 50% gap 5 rate 1mbit slot 800us 1ms',
    ),
    {
      delay: { timeUs: 100_000, jitterUs: 20_000, correlation: 25, distribution: 'normal' },
      loss: { model: 'gemodel', p: 1, r: 10, oneMinusH: 70, oneMinusK: 0.1 },
      reorder: { percent: 25, correlation: 50, gap: 5 },
      rate: { bitsPerSecond: 1_000_000 },
      slot: { minUs: 800, maxUs: 1_000 },
    },
  );
  t.strictSame(parse('loss 5 25% ecn'), {
    loss: { model: 'random', percent: 5, correlation: 25, ecn: true },
  });
  t.strictSame(parse('drop state 1 2 3 4 5'), {
    loss: { model: 'state', p13: 1, p31: 2, p32: 3, p23: 4, p14: 5 },
  });
  t.strictSame(parse('limit 2k corrupt 0.1% duplicate 1e-1% 50'), {
    limit: 2_048,
    corrupt: { percent: 0.1 },
    duplicate: { percent: 0.1, correlation: 50 },
    // For tc to send the correlation of duplicates.
    delay: { timeUs: 0, jitterUs: 0, correlation: 0 },
  });
  t.strictSame(parse('slot distribution pareto 5ms 1ms packets 32 bytes 1k'), {
    slot: { distribution: 'pareto', delayUs: 5_000, jitterUs: 1_000, packets: 32, bytes: 1_024 },
  });
  t.strictSame(parse('delay 1ms 1ms distribution uniform'), { delay: { timeUs: 1_000, jitterUs: 1_000 } });
  t.strictSame(
    parse('d 1ms r 5% l 7'),
    parse('delay 1ms reorder 5% limit 7'),
    'abbreviations, in tc’s order',
  );
  t.strictSame(parse('rate 5kbit 20 100 5'), {
    rate: { bitsPerSecond: 5_000, packetOverhead: 20, cellSize: 100, cellOverhead: 5 },
  });
});

t.test("tc's own units", async (t) => {
  const delays = { '5': 5, '5us': 5, '1.1ms': 1_100, '2msecs': 2_000, '1.5S': 1_500_000, '.5ms': 500 };
  for (const [text, timeUs] of Object.entries(delays))
    t.strictSame(parse(`delay ${text}`), { delay: { timeUs } });
  t.strictSame(parse('slot 5000 7us'), { slot: { minUs: 5, maxUs: 7 } }, 'nanoseconds in a slot');
  const rates = {
    '8': 8,
    '8bit': 8,
    '1kbit': 1e3,
    '1Kibit': 1_024,
    '64kbps': 512_000,
    '1MiBps': 8_388_608,
    '1tbit': 1e12,
  };
  for (const [text, bitsPerSecond] of Object.entries(rates))
    t.strictSame(parse(`rate ${text}`), { rate: { bitsPerSecond } }, text);
});

t.test('says what is wrong', async (t) => {
  for (const [text, message] of [
    ['', 'netem: expected limit, latency, delay'],
    ['seed 5', 'got "seed"'],
    ['delay', 'netem delay: expected a time such as 100ms, got nothing'],
    ['delay 5 parsecs', 'got "parsecs"'],
    ['delay 5parsecs', 'netem delay: expected a time such as 100ms, got "5parsecs"'],
    ['delay 0.5us', 'netem.delay.timeUs: expected a whole number from 0 to 274000000, got 0.5'],
    ['delay 300s', 'netem.delay.timeUs: expected a whole number from 0 to 274000000, got 300000000'],
    ['delay 5ms delay 6ms', 'netem: expected delay once'],
    [
      'delay 5ms distribution normal',
      'netem.delay.distribution: expected timeUs and jitterUs above 0 with it',
    ],
    ['delay 5ms 1ms distribution gauss', 'netem.delay.distribution: expected one of uniform, normal'],
    ['loss 101%', 'netem.loss.percent: expected a number from 0 to 100, got 101'],
    ['loss 5% loss 6%', 'netem: expected loss once'],
    ['loss sometimes', 'netem loss: expected per cent such as 25%, got "sometimes"'],
    ['ecn', 'netem.loss.model: expected one of random'],
    ['reorder 5%', 'netem.reorder: expected a delay above 0'],
    ['delay 5ms gap 5', 'netem.reorder.percent: expected a number'],
    ['limit 5', 'netem: expected at least one of delay, loss'],
    ['rate 50%', 'netem rate: expected a rate such as 1mbit, got "50%"'],
    ['rate 1mbit -100', 'netem.rate.packetOverhead: expected a whole number from -40 to 65535, got -100'],
    ['slot 5ms 1ms', 'netem.slot.maxUs: expected a whole number from 5000 to 274000000, got 1000'],
    ['slot 5ms packets 1k', 'netem slot packets: expected a whole number, got "1k"'],
    ['gap 010 delay 1ms reorder 5%', 'netem gap: expected a whole number, got "010"'],
  ] as const)
    t.throws(() => parse(text), { code: 'CHAOS_USAGE', message }, text);
});

/** Words as people write them, right and wrong; much is left out so that many of them mean something. */
const phrase = fc.oneof(
  ...[
    [
      ['delay', 'latency', 'd', 'del'],
      ['5ms', '0', '1s', '300', '.5ms', '1e1ms', '5parsecs'],
    ],
    [
      ['distribution', 'dist'],
      ['normal', 'pareto', 'paretonormal', 'gauss'],
    ],
    [
      ['loss', 'drop', 'loss random', 'loss state', 'loss gemodel', 'lo'],
      ['5%', '0', '100', '0.1%', '101'],
    ],
    [['ecn', 'e'], ['']],
    [
      ['corrupt', 'duplicate', 'reorder', 'c', 'du', 'r'],
      ['5%', '7', '1e-2%', '5x'],
    ],
    [
      ['gap', 'g'],
      ['5', '1k'],
    ],
    [
      ['limit', 'l'],
      ['5', '1k', '1kbit', '2KB', '7x'],
    ],
    [
      ['rate', 'ra'],
      ['1mbit', '1Kibit', '5mbps', '9', '7TiBps 1', '3mbit -4 48', '1kbit 5 48 -3', '1xbit'],
    ],
    [
      ['slot', 's', 'slot distribution normal 5ms'],
      ['1ms', '800us', '5000', '7000ns'],
    ],
    [['slot 1ms'], ['2ms packets 5', 'pac 5 bytes 1k', 'bytes 2k packets 7']],
  ].map(([names, values]) =>
    fc
      .tuple(
        fc.constantFrom(...(names ?? [])),
        fc.constantFrom(...(values ?? [])),
        fc.constantFrom('', '', '5%', '2ms', '3 9'),
      )
      .map((words) => words.filter((word) => word !== '').join(' ')),
  ),
);

t.test('what it reads, tc reads; and the arguments made of it', { skip: NOT_ABLE }, async (t) => {
  const texts = fc
    .sample(fc.array(phrase, { minLength: 1, maxLength: 4 }), { numRuns: 1_500 })
    .map((phrases) => phrases.join(' '));
  const read = texts.flatMap((text) => {
    try {
      return [{ text, arguments: netemArguments(parseNetem(text.split(' '))) }];
    } catch {
      return [];
    }
  });
  t.ok(read.length > 100, `${read.length} of ${texts.length} mean something`);
  const complaints = tcComplaints(
    t.testdir(),
    read.flatMap(({ text, arguments: words }) => [text.split(' '), words]),
  );
  t.strictSame(
    complaints.flatMap((each, index) => (each === '' ? [] : [`${read[index >> 1]?.text}: ${each}`])),
    [],
  );
});
