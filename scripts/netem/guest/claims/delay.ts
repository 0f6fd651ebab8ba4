import { mean, ms, percent, shareOf, standardDeviation } from '../lab/numbers.ts';
import { netemOrder, type Group, type Laboratory } from '../lab/laboratory.ts';
import { POD_4, SERVER_4, SERVER_6 } from '../lab/places.ts';
import { ECHO_PORT, POD_PORT, roundTrips } from '../lab/probes.ts';

/** The emulated machine's own part of a round trip, in ms; measured as well. */
const OVERHEAD_MS = 3;

const DELAY_MS = 100;
const JITTER_MS = 20;
const JITTERED = 3000;

/** Delay and jitter, as datagrams and connections see them. */
export const delay: Group = {
  name: 'delay',
  check: async (laboratory) => {
    await withoutFault(laboratory);
    await constant(laboratory);
    for (const shape of SHAPES) await jitter(laboratory, shape);
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

/** Distributions of jitter by what tells them apart: their deviation, and how much lies close to the middle. */
const SHAPES = [
  { distribution: 'uniform', deviation: 1 / Math.sqrt(3), within: 0.5 },
  { distribution: 'normal', deviation: 1, within: 0.383 },
  { distribution: 'pareto', deviation: undefined, within: undefined },
  { distribution: 'paretonormal', deviation: undefined, within: undefined },
] as const;

async function jitter({ pod, claim, during }: Laboratory, shape: (typeof SHAPES)[number]): Promise<void> {
  const { distribution, deviation, within } = shape;
  const time = { timeUs: DELAY_MS * 1000, jitterUs: JITTER_MS * 1000, distribution };
  const rtts = await during(
    netemOrder({ delay: time }),
    async () => await roundTrips(pod, { address: SERVER_4, port: ECHO_PORT }, JITTERED),
  );
  const measured = standardDeviation(rtts);
  const middle = shareOf(rtts, (rtt) => Math.abs(rtt - DELAY_MS) < JITTER_MS / 2);
  const isMean = Math.abs(mean(rtts) - DELAY_MS) < 3 + OVERHEAD_MS;
  const isShape =
    deviation === undefined
      ? measured > JITTER_MS * 0.5
      : Math.abs(measured / (deviation * JITTER_MS) - 1) < 0.06 && Math.abs(middle - within) < 0.05;
  claim({
    what: `delay 100ms 20ms ${distribution}: ${JITTERED} datagrams`,
    expected:
      deviation === undefined
        ? 'mean 100 ms, deviation of that size'
        : `mean 100 ms, deviation ${ms(deviation * JITTER_MS)}, ${percent(within)} within 10 ms`,
    measured: `mean ${ms(mean(rtts))}, deviation ${ms(measured)}, ${percent(middle)} within 10 ms`,
    holds: rtts.length === JITTERED && isMean && isShape,
  });
}
