import type { TrafficScope } from '@pod-contagion/chaos/faults';
import { fateOf, incoming, outgoing, TELLING_DELAY_MS } from '../lab/calls.ts';
import { runIn } from '../lab/command.ts';
import { claimFates, type Fates } from '../lab/fates.ts';
import { netemOrder, type Group, type Laboratory } from '../lab/laboratory.ts';
import * as at from '../lab/places.ts';

const ports = (from: number, to = from): TrafficScope['remotePorts'] => [{ from, to }];

type Case = Fates & Readonly<{ scope: Partial<TrafficScope> }>;

const CASES: readonly Case[] = [
  {
    what: 'address and UDP port',
    scope: { peers: [at.SERVER_4], remotePorts: ports(8000), protocol: 'udp' },
    hit: [outgoing('udp', at.SERVER_4, 8000)],
    untouched: [
      outgoing('udp', at.SERVER_4, 8001),
      outgoing('udp', at.OTHER_4, 8000),
      outgoing('udp', at.SERVER_6, 8000),
      outgoing('tcp', at.SERVER_4, 8000),
      outgoing('icmp', at.SERVER_4),
      incoming('udp', at.POD_4, 9000),
    ],
  },
  {
    what: 'IPv6 address and TCP port',
    scope: { peers: [at.SERVER_6], remotePorts: ports(8000), protocol: 'tcp' },
    hit: [outgoing('tcp', at.SERVER_6, 8000)],
    untouched: [
      outgoing('tcp', at.SERVER_6, 8001),
      outgoing('tcp', at.OTHER_6, 8000),
      outgoing('tcp', at.SERVER_4, 8000),
      outgoing('udp', at.SERVER_6, 8000),
    ],
  },
  {
    what: 'TCP ports 8002 to 8011, any address',
    scope: { remotePorts: ports(8002, 8011), protocol: 'tcp' },
    hit: [8002, 8003, 8007, 8011]
      .map((port) => outgoing('tcp', at.SERVER_4, port))
      .concat([8002, 8011].map((port) => outgoing('tcp', at.OTHER_6, port))),
    untouched: [8001, 8012].flatMap((port) => [
      outgoing('tcp', at.SERVER_4, port),
      outgoing('tcp', at.OTHER_6, port),
    ]),
  },
  {
    what: 'a TCP port that the pod serves',
    scope: { localPorts: ports(9000), protocol: 'tcp' },
    hit: [incoming('tcp', at.POD_4, 9000), incoming('tcp', at.POD_6, 9000)],
    untouched: [
      incoming('tcp', at.POD_4, 9001),
      incoming('tcp', at.POD_6, 9001),
      incoming('udp', at.POD_4, 9000),
      outgoing('tcp', at.SERVER_4, 8000),
    ],
  },
  {
    what: 'CIDRs 10.5.0.8/30 and fd05::10/124',
    scope: { peers: ['10.5.0.8/30', 'fd05::10/124'] },
    hit: [at.SERVER_4, at.OTHER_4, at.SERVER_6, at.OTHER_6]
      .map((address) => outgoing('udp', address, 8000))
      .concat(outgoing('icmp', at.OTHER_4), outgoing('icmp', at.SERVER_6)),
    untouched: [at.NODE_4, at.NODE_6].flatMap((address) => [
      outgoing('udp', address, 8000),
      outgoing('icmp', address),
    ]),
  },
  {
    what: 'a host name with an address of each family',
    scope: { hosts: ['server'] },
    hit: [at.SERVER_4, at.SERVER_6].map((address) => outgoing('udp', address, 8000)),
    untouched: [at.OTHER_4, at.OTHER_6].map((address) => outgoing('udp', address, 8000)),
  },
  {
    what: 'ICMP',
    scope: { protocol: 'icmp' },
    hit: [at.SERVER_4, at.SERVER_6].map((address) => outgoing('icmp', address)),
    untouched: [outgoing('udp', at.SERVER_4, 8000), outgoing('tcp', at.SERVER_6, 8000)],
  },
  {
    what: "everything except the node's addresses",
    scope: { except: [at.NODE_4, at.NODE_6] },
    hit: [at.SERVER_4, at.OTHER_6]
      .flatMap((address) => [outgoing('udp', address, 8000), outgoing('tcp', address, 8000)])
      .concat(outgoing('icmp', at.SERVER_6)),
    untouched: [at.NODE_4, at.NODE_6].flatMap((address) => [
      outgoing('udp', address, 8000),
      outgoing('tcp', address, 8000),
      outgoing('icmp', address),
    ]),
  },
];

/** Netem hits what it is told, by address and port together, in both families, and nothing else. */
export const scope: Group = {
  name: 'scope',
  check: async (laboratory) => {
    for (const each of CASES) await claimFates(laboratory, order(each.scope), each);
    await bulk(laboratory);
    await neighbours(laboratory);
  },
};

const order = (narrowed: Partial<TrafficScope>): ReturnType<typeof netemOrder> =>
  netemOrder({ delay: { timeUs: TELLING_DELAY_MS * 1000 } }, { scope: narrowed });

/** Bulk traffic, which a prio qdisc of three bands would put into the last one, with what is hit. */
async function bulk(laboratory: Laboratory): Promise<void> {
  const bulkCall = { ...outgoing('tcp', at.OTHER_4, 8001), typeOfService: 8 };
  const tc = async (...words: string[]) => await runIn(at.POD, 'tc', 'qdisc', ...words);
  await tc('add', 'dev', at.INTERFACE, 'root', 'handle', '1:', 'prio');
  await tc('add', 'dev', at.INTERFACE, 'parent', '1:3', 'netem', 'delay', `${TELLING_DELAY_MS}ms`);
  const leak = await fateOf(laboratory, bulkCall);
  await tc('del', 'dev', at.INTERFACE, 'root');
  laboratory.claim({
    what: 'bulk traffic (TOS 8), where netem is on the last of three bands, put there by tc for comparison',
    expected: 'hit, although nothing was to be',
    measured: leak,
    holds: leak === 'hit',
  });
  const narrowed = { peers: [at.SERVER_4], remotePorts: ports(8000), protocol: 'tcp' as const };
  const fates = await laboratory.during(order(narrowed), async () => [
    await fateOf(laboratory, bulkCall),
    await fateOf(laboratory, { ...bulkCall, address: at.SERVER_4, port: 8000 }),
  ]);
  laboratory.claim({
    what: "bulk traffic (TOS 8) beside an agent's fault for one address and port, and in its scope",
    expected: 'untouched, hit',
    measured: fates.join(', '),
    holds: fates.join() === 'untouched,hit',
  });
}

/** Addresses of neighbours are found as fast as ever, and even where every packet is lost. */
async function neighbours(laboratory: Laboratory): Promise<void> {
  const except = [at.NODE_4, at.NODE_6];
  await laboratory.during(order({ except }), async () => {
    for (const [address, by] of [
      [at.SERVER_4, 'ARP'],
      [at.SERVER_6, 'neighbour discovery'],
    ] as const) {
      await at.forgetNeighbours(at.POD);
      const fate = await fateOf(laboratory, outgoing('udp', address, 8000));
      laboratory.claim({
        what: `first datagram to ${address}, which ${by} has to find`,
        expected: 'delayed once, not twice',
        measured: fate,
        holds: fate === 'hit',
      });
    }
  });
  const lost = netemOrder({ loss: { model: 'random', percent: 100 } }, { scope: { except } });
  await laboratory.during(lost, async () => {
    for (const address of [at.SERVER_4, at.SERVER_6]) {
      await at.forgetNeighbours(at.POD);
      const fate = await fateOf(laboratory, outgoing('udp', address, 8000));
      const found = await at.isNeighbourKnown(at.POD, address);
      laboratory.claim({
        what: `loss 100%: ${address} is found, a datagram is not answered`,
        expected: 'found, no answer',
        measured: `${found ? 'found' : 'not found'}, ${fate}`,
        holds: found && fate === 'odd (no answer)',
      });
    }
  });
}
