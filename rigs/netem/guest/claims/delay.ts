import { shapeOf } from '../lab/distribution-table.ts';
import { binomialTolerance, mean, ms, percent, shareOf, standardDeviation } from '../lab/numbers.ts';
import { netemOrder, type Group, type Laboratory } from '../lab/laboratory.ts';
import { POD_4, SERVER_4, SERVER_6 } from '../lab/places.ts';
import { ECHO_PORT, POD_PORT, roundTrips } from '../lab/probes.ts';

/** The emulated machine's own part of a round trip, in ms; measured as well. */
const OVERHEAD_MS = 10;

const DELAY_MS = 100;
const JITTER_MS = 20;
const JITTERED = 3000;

/** Of 3,000 datagrams the mean is 0.4 ms off at most; the machine adds its own part. */
const MEAN_TOLERANCE_MS = 3;
const DEVIATION_TOLERANCE = 0.08;

const DISTRIBUTIONS = ['uniform', 'normal', 'pareto', 'paretonormal'] as const;
type Distribution = (typeof DISTRIBUTIONS)[number];

/** Delay and jitter, as datagrams and connections see them. */
export const delay: Group = {
  name: 'delay',
  check: async (laboratory) => {
    await withoutFault(laboratory);
    await constant(laboratory);
    for (const distribution of DISTRIBUTIONS) await jitter(laboratory, distribution);
  },
};

async function withoutFault({ pod, claim }: Laboratory): Promise<void> {
  const rtts = await roundTrips(pod, { address: SERVER_4, port: ECHO_PORT }, 100);
  claim({
    what: 'round trip without a fault, 100 datagrams',
    expected: `below ${ms(OVERHEAD_MS)}`,
    measured: `mean ${ms(mean(rtts))}`,
    holds: rtts.length === 100 && mean(rtts) < OVERHEAD_MS,
  });
}

async function constant({ pod, world, claim, during }: Laboratory): Promise<void> {
  await during(netemOrder({ delay: { timeUs: DELAY_MS * 1000 } }), async () => {
    for (const address of [SERVER_4, SERVER_6]) {
      const rtts = await roundTrips(pod, { address, port: ECHO_PORT }, 100);
      claim({
        what: `delay 100ms: round trip of 100 datagrams to ${address}`,
        expected: `${ms(DELAY_MS)} to ${ms(DELAY_MS + OVERHEAD_MS)}, each`,
        measured: `${ms(Math.min(...rtts))} to ${ms(Math.max(...rtts))}`,
        holds: rtts.length === 100 && rtts.every((rtt) => isDelayed(rtt, 1)),
      });
    }
    for (const [who, station, address, port] of [
      ['the pod calls', pod, SERVER_4, ECHO_PORT],
      ['the pod is called', world, POD_4, POD_PORT],
    ] as const) {
      const probe = { to: { address, port }, exchanges: 5, timeoutMs: 10_000 };
      const { connectMs, exchangesMs, error } = await station.ask('probeConnection', probe);
      const first = connectMs + (exchangesMs[0] ?? Number.NaN);
      const kept = exchangesMs.slice(1);
      claim({
        what: `delay 100ms: ${who}, new connection and first answer`,
        expected: `twice, ${ms(2 * DELAY_MS)}`,
        measured: error ?? `${ms(connectMs)} + ${ms(exchangesMs[0] ?? Number.NaN)}`,
        holds: isDelayed(first, 2),
      });
      claim({
        what: `delay 100ms: ${who}, kept-alive connection`,
        expected: `once, ${ms(DELAY_MS)}`,
        measured: `mean ${ms(mean(kept))}`,
        holds: kept.length === 4 && kept.every((time) => isDelayed(time, 1)),
      });
    }
  });
}

function isDelayed(time: number, times: number): boolean {
  return time >= times * DELAY_MS && time <= times * (DELAY_MS + OVERHEAD_MS);
}

async function jitter({ pod, claim, during }: Laboratory, distribution: Distribution): Promise<void> {
  const jittered = { timeUs: DELAY_MS * 1000, jitterUs: JITTER_MS * 1000, distribution };
  const rtts = await during(
    netemOrder({ delay: jittered }),
    async () => await roundTrips(pod, { address: SERVER_4, port: ECHO_PORT }, JITTERED),
  );
  const shape = await shapeOf(distribution);
  const deviation = standardDeviation(rtts);
  const middle = shareOf(rtts, (rtt) => Math.abs(rtt - DELAY_MS) < JITTER_MS / 2);
  const middleTolerance = binomialTolerance(shape.middle, JITTERED) + 0.02;
  claim({
    what: `delay 100ms 20ms distribution ${distribution}: ${JITTERED} datagrams`,
    expected: describe(DELAY_MS + shape.mean * JITTER_MS, shape.deviation * JITTER_MS, shape.middle),
    measured: describe(mean(rtts), deviation, middle),
    holds:
      rtts.length === JITTERED &&
      Math.abs(mean(rtts) - DELAY_MS - shape.mean * JITTER_MS) < MEAN_TOLERANCE_MS &&
      Math.abs(deviation / (shape.deviation * JITTER_MS) - 1) < DEVIATION_TOLERANCE &&
      Math.abs(middle - shape.middle) < middleTolerance,
  });
}

function describe(middleMs: number, deviationMs: number, within: number): string {
  return `mean ${ms(middleMs)}, deviation ${ms(deviationMs)}, ${percent(within)} within 10 ms of 100 ms`;
}
