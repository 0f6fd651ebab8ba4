import type { NetemSpec } from '@pod-contagion/chaos/faults';
import { netemOrder, type Group, type Laboratory } from '../lab/laboratory.ts';
import { binomialTolerance, gapLengths, mean, ms, outOfOrder, percent } from '../lab/numbers.ts';
import { checksumErrors, SERVER_4 } from '../lab/places.ts';
import { datagrams, ECHO_PORT } from '../lab/probes.ts';
import type { DatagramResult } from '../station/orders.ts';

const COUNT = 4000;

/** What is sent where a burst of losses is one event, so that there are as many of these. */
const BURSTY_COUNT = 8000;

/** Bytes of a datagram of which a flipped bit is to be seen: the longer, the less of it is the hardware address. */
const CORRUPTED_BYTES = 1000;

/** What netem does with a chance: loss in all three models, corruption, duplicates, another order. */
export const chance: Group = {
  name: 'chance',
  check: async (laboratory) => {
    await randomLoss(laboratory);
    await burstLoss(
      laboratory,
      'loss gemodel 5% 25%',
      { model: 'gemodel', p: 5, r: 25 },
      { share: 5 / 30, burst: 4 },
    );
    await burstLoss(
      laboratory,
      'loss state 5% 20%',
      { model: 'state', p13: 5, p31: 20 },
      { share: 5 / 25, burst: 5 },
    );
    await duplicates(laboratory);
    await corruption(laboratory);
    await reordering(laboratory);
    await gaps(laboratory);
  },
};

async function send({ pod, during }: Laboratory, netem: NetemSpec, count = COUNT): Promise<DatagramResult> {
  return await during(
    netemOrder(netem),
    async () => await datagrams(pod, { address: SERVER_4, port: ECHO_PORT }, count),
  );
}

async function randomLoss(laboratory: Laboratory): Promise<void> {
  const { answers } = await send(laboratory, { loss: { model: 'random', percent: 20 } });
  const lost = 1 - answers.length / COUNT;
  const tolerance = binomialTolerance(0.2, COUNT);
  laboratory.claim({
    what: `loss random 20%: ${COUNT} datagrams`,
    expected: `20 % lost, ± ${percent(tolerance)}`,
    measured: `${percent(lost)} lost`,
    holds: Math.abs(lost - 0.2) < tolerance,
  });
}

async function burstLoss(
  laboratory: Laboratory,
  words: string,
  loss: NonNullable<NetemSpec['loss']>,
  expected: Readonly<{ share: number; burst: number }>,
): Promise<void> {
  const { answers } = await send(laboratory, { loss }, BURSTY_COUNT);
  const lost = 1 - answers.length / BURSTY_COUNT;
  const gapsSeen = gapLengths(
    answers.map(({ sequence }) => sequence),
    BURSTY_COUNT,
  );
  // About as many bursts are independent of each other as there are gaps.
  const shareTolerance = 2 * binomialTolerance(expected.share, BURSTY_COUNT / expected.burst);
  const burstTolerance = (4.5 * expected.burst) / Math.sqrt(gapsSeen.length);
  laboratory.claim({
    what: `${words}: ${BURSTY_COUNT} datagrams`,
    expected: `${percent(expected.share)} lost, in bursts of ${expected.burst} on average`,
    measured: `${percent(lost)} lost, in bursts of ${mean(gapsSeen).toFixed(2)}`,
    holds:
      Math.abs(lost - expected.share) < shareTolerance &&
      Math.abs(mean(gapsSeen) - expected.burst) < burstTolerance,
  });
}

async function duplicates(laboratory: Laboratory): Promise<void> {
  const { answers } = await send(laboratory, { duplicate: { percent: 25 } });
  const distinct = new Set(answers.map(({ sequence }) => sequence)).size;
  const doubled = (answers.length - distinct) / COUNT;
  const tolerance = binomialTolerance(0.25, COUNT);
  laboratory.claim({
    what: `duplicate 25%: ${COUNT} datagrams`,
    expected: `25 % twice, ± ${percent(tolerance)}, none lost`,
    measured: `${percent(doubled)} twice, ${COUNT - distinct} lost`,
    holds: distinct === COUNT && Math.abs(doubled - 0.25) < tolerance,
  });
}

async function corruption(laboratory: Laboratory): Promise<void> {
  const { pod, during, claim } = laboratory;
  const before = await checksumErrors();
  const { answers } = await during(
    netemOrder({ corrupt: { percent: 20 } }),
    async () =>
      await datagrams(pod, { address: SERVER_4, port: ECHO_PORT }, COUNT, { bytes: CORRUPTED_BYTES }),
  );
  const lost = 1 - answers.length / COUNT;
  const refused = ((await checksumErrors()) - before) / COUNT;
  const tolerance = binomialTolerance(0.2, COUNT);
  claim({
    what: `corrupt 20%: ${COUNT} datagrams of ${CORRUPTED_BYTES} bytes`,
    expected: `20 % without an answer, ± ${percent(tolerance)}; most of them refused for their checksum`,
    measured: `${percent(lost)} without an answer, ${percent(refused)} refused for their checksum`,
    holds: Math.abs(lost - 0.2) < tolerance && refused > 0.9 * lost && refused <= lost,
  });
}

async function reordering(laboratory: Laboratory): Promise<void> {
  const { answers } = await send(laboratory, {
    delay: { timeUs: 100_000 },
    reorder: { percent: 25 },
  });
  const early = answers.filter(({ rttMs }) => rttMs < 50);
  const share = early.length / COUNT;
  const late = outOfOrder(answers.map(({ sequence }) => sequence));
  const tolerance = binomialTolerance(0.25, COUNT);
  laboratory.claim({
    what: `delay 100ms reorder 25%: ${COUNT} datagrams`,
    expected: `25 % at once, ± ${percent(tolerance)}, the others after 100 ms, overtaken`,
    measured: `${percent(share)} at once, the others after ${ms(mean(answers.filter(({ rttMs }) => rttMs >= 50).map(({ rttMs }) => rttMs)))}, ${late} overtaken`,
    holds: answers.length === COUNT && Math.abs(share - 0.25) < tolerance && late > COUNT / 2,
  });
}

async function gaps(laboratory: Laboratory): Promise<void> {
  // Only what is counted: any other packet would be one of the five.
  const scope = { peers: [SERVER_4], protocol: 'udp' as const };
  const netem = { delay: { timeUs: 100_000 }, reorder: { percent: 100, gap: 5 } };
  const { answers } = await laboratory.during(
    netemOrder(netem, { scope }),
    async () => await datagrams(laboratory.pod, { address: SERVER_4, port: ECHO_PORT }, COUNT),
  );
  const early = answers.filter(({ rttMs }) => rttMs < 50).map(({ sequence }) => sequence);
  const steps = new Set(early.slice(1).map((sequence, index) => sequence - (early[index] ?? 0)));
  laboratory.claim({
    what: `delay 100ms reorder 100% gap 5: ${COUNT} datagrams`,
    expected: `every 5th at once: ${COUNT / 5}`,
    measured: `${early.length} at once, every ${[...steps].join(' or ')}th`,
    holds: answers.length === COUNT && Math.abs(early.length - COUNT / 5) <= 1 && [...steps].join() === '5',
  });
}
