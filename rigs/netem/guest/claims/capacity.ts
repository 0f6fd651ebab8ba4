import { netemOrder, type Group, type Laboratory } from '../lab/laboratory.ts';
import { burstStarts, mean, ms } from '../lab/numbers.ts';
import { OTHER_4, SERVER_4 } from '../lab/places.ts';
import { datagrams, ECHO_PORT } from '../lab/probes.ts';

/** Where the measured datagrams go. */
const TO = { address: SERVER_4, port: ECHO_PORT };

/** Headers of Ethernet, IPv4 and UDP, which a rate counts as well. */
const HEADER_BYTES = 42;

const RATE_BITS_PER_SECOND = 1_000_000;

/** What netem does with how much goes through: rate, slots, and the length of its queue. */
export const capacity: Group = {
  name: 'capacity',
  check: async (laboratory) => {
    await rateOfDatagrams(laboratory);
    await rateOfConnection(laboratory);
    await slots(laboratory);
    await slotsOfPackets(laboratory);
    await limit(laboratory);
  },
};

async function rateOfDatagrams({ pod, during, claim }: Laboratory): Promise<void> {
  const [count, wireBytes] = [61, 1250];
  const more = { bytes: wireBytes - HEADER_BYTES, intervalMs: 0 };
  const { answers } = await during(
    netemOrder({ rate: { bitsPerSecond: RATE_BITS_PER_SECOND } }),
    async () => await datagrams(pod, TO, count, more),
  );
  const times = answers.map(({ atMs }) => atMs);
  const tookMs = Math.max(...times) - Math.min(...times);
  const expectedMs = ((count - 1) * wireBytes * 8000) / RATE_BITS_PER_SECOND;
  claim({
    what: `rate 1mbit: ${count} datagrams of ${wireBytes} bytes at once`,
    expected: `${ms(expectedMs)} from the first to the last`,
    measured: ms(tookMs),
    holds: answers.length === count && Math.abs(tookMs / expectedMs - 1) < 0.05,
  });
}

async function rateOfConnection({ pod, during, claim }: Laboratory): Promise<void> {
  const bytes = 500_000;
  const { exchangesMs, error } = await during(
    netemOrder({ rate: { bitsPerSecond: RATE_BITS_PER_SECOND } }),
    async () => await pod.ask('probeConnection', { to: TO, exchanges: 1, bytes, timeoutMs: 60_000 }),
  );
  const bitsPerSecond = (bytes * 8000) / (exchangesMs[0] ?? Number.NaN);
  claim({
    what: `rate 1mbit: ${bytes} bytes over TCP to the other end and back`,
    expected: '0.88 to 1.00 Mbit/s, as headers are counted too',
    measured: error ?? `${(bitsPerSecond / 1e6).toFixed(3)} Mbit/s`,
    holds: bitsPerSecond > 0.88e6 && bitsPerSecond < 1e6,
  });
}

async function slots({ pod, during, claim }: Laboratory): Promise<void> {
  const { answers } = await during(
    netemOrder({ slot: { minUs: 100_000, maxUs: 100_000 } }),
    async () => await datagrams(pod, TO, 200, { intervalMs: 5 }),
  );
  const starts = burstStarts(
    answers.map(({ atMs }) => atMs),
    50,
  );
  const betweenMs = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
  claim({
    what: 'slot 100ms: 200 datagrams, one every 5 ms',
    expected: 'all in about 11 bursts, 100 ms apart',
    measured: `${answers.length} in ${starts.length} bursts, ${ms(Math.min(...betweenMs))} to ${ms(Math.max(...betweenMs))} apart`,
    holds:
      answers.length === 200 &&
      starts.length >= 9 &&
      starts.length <= 12 &&
      betweenMs.every((between) => between > 90 && between < 115),
  });
}

async function slotsOfPackets({ pod, during, claim }: Laboratory): Promise<void> {
  const { answers } = await during(
    netemOrder({ slot: { minUs: 50_000, maxUs: 50_000, packets: 5 } }),
    async () => await datagrams(pod, TO, 50, { intervalMs: 0 }),
  );
  const times = answers.map(({ atMs }) => atMs);
  const starts = burstStarts(times, 25);
  const sizes = starts.map(
    (start, index) => times.filter((time) => time >= start && time < (starts[index + 1] ?? Infinity)).length,
  );
  claim({
    what: 'slot 50ms packets 5: 50 datagrams at once',
    expected: '10 bursts of 5',
    measured: `${starts.length} bursts of ${[...new Set(sizes)].join(' or ')}`,
    holds: answers.length === 50 && mean(sizes) === 5 && Math.max(...sizes) <= 5,
  });
}

async function limit({ pod, during, claim }: Laboratory): Promise<void> {
  // Only what goes to one server, so that nothing else takes a place in the queue.
  const scope = { peers: [OTHER_4], protocol: 'udp' as const };
  const { answers } = await during(
    netemOrder({ limit: 10, delay: { timeUs: 500_000 } }, { scope }),
    async () => await datagrams(pod, { address: OTHER_4, port: ECHO_PORT }, 50, { intervalMs: 0 }),
  );
  claim({
    what: 'limit 10 delay 500ms: 50 datagrams at once',
    expected: 'the first 10 are answered, after 500 ms',
    measured: `${answers.length} answered, after ${ms(mean(answers.map(({ rttMs }) => rttMs)))}`,
    holds: answers.length === 10 && answers.every(({ sequence, rttMs }) => sequence < 10 && rttMs >= 500),
  });
}
