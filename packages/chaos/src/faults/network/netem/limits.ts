/** Longest time in microseconds; tc 6.1 counts in ticks of 64 ns with 32 bits, which end at 274.8 s. */
export const MAX_TIME_US = 274_000_000;

/** Longest jitter in microseconds: the kernel silently makes 2^31 - 1 ns of more (netem_change in sch_netem.c). */
export const MAX_JITTER_US = 2_147_483;

/** Most packets that a netem queue may hold: each takes memory of the node, about 2 KB. tc's default is 1,000. */
export const MAX_LIMIT_PACKETS = 1_000_000;

/** Smallest chance above zero in per cent; netem has 32 bits, so that less than 0.00000003 % would be never. */
export const MIN_PERCENT = 0.000_000_1;

/** Largest number that netem has room for where it counts with 32 bits and a sign. */
export const MAX_INT32 = 2_147_483_647;

/** Slowest and fastest rate in bits per second; tc keeps whole bytes, so less than 8 would be no limit at all. */
export const RATE_BITS_PER_SECOND = { from: 8, to: 1_000_000_000_000 } as const;

/**
 * Bytes added to each packet. The shortest packet, an ARP request, has 42: had it a negative length after this, the
 * kernel would read that as a huge one and hold the packet for years.
 */
export const PACKET_OVERHEAD_BYTES = { from: -40, to: 65_535 } as const;

/** Bytes of a cell; an IP packet has at most as many. */
export const MAX_CELL_BYTES = 65_535;
