import t from 'tap';
import type { NetemSpec } from '@pod-contagion/chaos/faults';
import { differences } from '../guest/lab/read-back.ts';

const SPEC: NetemSpec = {
  delay: { timeUs: 22, jitterUs: 5, correlation: 25 },
  loss: { model: 'gemodel', p: 5, r: 25 },
  reorder: { percent: 50 },
  rate: { bitsPerSecond: 1_000_009 },
  slot: { minUs: 800, packets: 2_147_483_647 },
};

/** What tc 6.1 prints of it. */
const OPTIONS = {
  limit: 1000,
  delay: { delay: 0.000021, jitter: 0.000004, correlation: 0.25 },
  'loss-gemodel': { p: 0.05, r: 0.25, '1-h': 1, '1-k': 0 },
  reorder: { reorder: 0.5, correlation: 0 },
  rate: { rate: 125_001, packetoverhead: 0, cellsize: 0, celloverhead: 0 },
  slot: { 'min-delay': 0.0008, 'max-delay': 0.0008, packets: 0, bytes: 0 },
  ecn: false,
  gap: 1,
};

const read = (options: object): string[] =>
  differences(SPEC, { dev: 'd0', kind: 'netem', options: { ...OPTIONS, ...options } });

t.test('takes what the kernel and tc round', async (t) => {
  t.strictSame(read({}), []);
});

t.test('sees every other difference', async (t) => {
  t.match(read({ limit: 999 }), [/^limit expected 1000, got 999/]);
  t.match(read({ delay: { delay: 0.00002, jitter: 0.000004, correlation: 0.25 } }), [/^delay\.delay/]);
  t.match(read({ 'loss-gemodel': { p: 0.05, r: 0.2501, '1-h': 1, '1-k': 0 } }), [/^loss-gemodel\.r/]);
  t.match(read({ slot: { 'min-delay': 0.0008, 'max-delay': 0.0008, packets: 5, bytes: 0 } }), [
    /^slot\.packets/,
  ]);
  t.match(read({ ecn: true }), [/^ecn expected false, got true/]);
  t.match(read({ duplicate: { duplicate: 0.1, correlation: 0 } }), [/^duplicate\.duplicate/, /^duplicate\./]);
});
