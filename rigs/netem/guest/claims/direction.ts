import type { TrafficScope } from '@pod-contagion/chaos/faults';
import { fateOf, incoming, outgoing, TELLING_DELAY_MS, type Call } from '../lab/calls.ts';
import { claimFates } from '../lab/fates.ts';
import { netemOrder, type Group, type Laboratory } from '../lab/laboratory.ts';
import { mean, ms } from '../lab/numbers.ts';
import * as at from '../lab/places.ts';
import { datagrams, ECHO_PORT } from '../lab/probes.ts';

/** The machine's own part of one way, in ms. */
const OVERHEAD_MS = 10;

const WAYS = [
  { direction: 'out', there: TELLING_DELAY_MS, back: 0 },
  { direction: 'in', there: 0, back: TELLING_DELAY_MS },
  { direction: 'both', there: TELLING_DELAY_MS, back: TELLING_DELAY_MS },
] as const;

/** What leaves the pod, what comes to it by way of an ifb, and both. */
export const direction: Group = {
  name: 'direction',
  check: async (laboratory) => {
    for (const way of WAYS) {
      for (const address of [at.SERVER_4, at.SERVER_6]) {
        await everything(laboratory, way, address);
      }
    }
    await scopedIn(laboratory);
    await scopedBoth(laboratory);
    await neighboursIn(laboratory);
  },
};

const order = (scope: Partial<TrafficScope>): ReturnType<typeof netemOrder> =>
  netemOrder({ delay: { timeUs: TELLING_DELAY_MS * 1000 } }, { scope });

async function everything(
  { pod, claim, during }: Laboratory,
  { direction: way, there, back }: (typeof WAYS)[number],
  address: string,
): Promise<void> {
  const { answers } = await during(
    order({ direction: way }),
    async () => await datagrams(pod, { address, port: ECHO_PORT }, 20, { intervalMs: 100 }),
  );
  // The first wait for the neighbour's address too: everything is delayed, ARP as well.
  const later = answers.filter(({ sequence }) => sequence >= 10);
  const thereMs = mean(later.map((answer) => answer.thereMs));
  const backMs = mean(later.map((answer) => answer.rttMs - answer.thereMs));
  claim({
    what: `direction ${way}, everything: a datagram of the pod to ${address}, and its answer`,
    expected: `${ms(there)} there, ${ms(back)} back`,
    measured: `${ms(thereMs)} there, ${ms(backMs)} back`,
    holds:
      later.length === 10 &&
      Math.abs(thereMs - there - OVERHEAD_MS / 2) <= OVERHEAD_MS / 2 &&
      Math.abs(backMs - back - OVERHEAD_MS / 2) <= OVERHEAD_MS / 2,
  });
}

/** Of what comes in, only answers of one server's port; and requests to one port of the pod. */
async function scopedIn(laboratory: Laboratory): Promise<void> {
  const servers = { peers: [at.SERVER_4, at.SERVER_6], remotePorts: [{ from: 8000, to: 8000 }] };
  await claimFates(laboratory, order({ direction: 'in', ...servers, protocol: 'tcp' }), {
    what: 'direction in, a TCP port of one server of each family',
    hit: [outgoing('tcp', at.SERVER_4, 8000), outgoing('tcp', at.SERVER_6, 8000)],
    untouched: [
      outgoing('tcp', at.SERVER_4, 8001),
      outgoing('tcp', at.OTHER_4, 8000),
      outgoing('tcp', at.OTHER_6, 8000),
      outgoing('udp', at.SERVER_4, 8000),
      outgoing('icmp', at.SERVER_6),
      incoming('tcp', at.POD_4, 9000),
    ],
  });
  const served = { localPorts: [{ from: 9000, to: 9000 }], protocol: 'udp' as const };
  await claimFates(laboratory, order({ direction: 'in', ...served }), {
    what: 'direction in, a UDP port that the pod serves',
    hit: [incoming('udp', at.POD_4, 9000), incoming('udp', at.POD_6, 9000)],
    untouched: [
      incoming('udp', at.POD_4, 9001),
      incoming('tcp', at.POD_4, 9000),
      outgoing('udp', at.SERVER_4, 8000),
    ],
  });
}

/** Half the delay on each way, so that a round trip has the whole. */
async function scopedBoth(laboratory: Laboratory): Promise<void> {
  const delay = { timeUs: TELLING_DELAY_MS * 500 };
  const servers: Partial<TrafficScope> = { direction: 'both', peers: [at.SERVER_4, at.SERVER_6] };
  const calls = (addresses: readonly string[]): readonly Call[] =>
    addresses.flatMap((address) => [outgoing('udp', address, 8000), outgoing('tcp', address, 8000)]);
  await claimFates(laboratory, netemOrder({ delay }, { scope: servers }), {
    what: 'direction both, one server of each family, half the delay on each way',
    hit: calls([at.SERVER_4, at.SERVER_6]),
    untouched: calls([at.OTHER_4, at.NODE_6]),
  });
}

/** Answers of ARP and neighbour discovery come in as fast as ever. */
async function neighboursIn(laboratory: Laboratory): Promise<void> {
  await laboratory.during(order({ direction: 'in', except: [at.NODE_4, at.NODE_6] }), async () => {
    for (const address of [at.SERVER_4, at.SERVER_6, at.NODE_4, at.NODE_6]) {
      await at.forgetNeighbours(at.POD);
      const isNode = address === at.NODE_4 || address === at.NODE_6;
      const fate = await fateOf(laboratory, outgoing('udp', address, 8000));
      laboratory.claim({
        what: `direction in, all but the node: first datagram to ${address}${isNode ? ', the node' : ''}`,
        expected: isNode ? 'untouched' : 'delayed once',
        measured: fate,
        holds: fate === (isNode ? 'untouched' : 'hit'),
      });
    }
  });
}
