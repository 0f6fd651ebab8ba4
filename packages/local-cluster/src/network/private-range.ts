import { LocalClusterError } from '../errors.ts';
import { block, formatCidr, overlap, type Cidr } from '@pod-contagion/api-server/objects';

/** Where clusters have their addresses if the machine has no route there: each has 32 blocks of 4,096, one per cluster. The first is for tests of networks. Source: RFC 2544, 6598, 1918. */
const BASES: readonly Cidr[] = ['198.18.0.0/15', '10.212.0.0/15', '172.26.0.0/15', '100.100.0.0/15'].map(
  block,
);

const CLUSTER_PREFIX_LENGTH = 20;

/** Half of a cluster's block each. */
export type PrivateRange = Readonly<{ pods: Cidr; services: Cidr }>;

/**
 * Chooses the addresses of the cluster that has claimed the `index`-th range: no two clusters get the same, nor one that
 * this machine has a route to. Throws NO_ADDRESS_RANGE.
 */
export function choosePrivateRange(index: number, routes: readonly Cidr[]): PrivateRange {
  const size = 2 ** (32 - CLUSTER_PREFIX_LENGTH);
  for (const base of BASES) {
    const first = base.first + index * size;
    const whole = { first, prefixLength: CLUSTER_PREFIX_LENGTH };
    if (routes.some((route) => overlap(route, whole))) continue;
    const prefixLength = CLUSTER_PREFIX_LENGTH + 1;
    return { pods: { first, prefixLength }, services: { first: first + size / 2, prefixLength } };
  }
  throw new LocalClusterError(
    'NO_ADDRESS_RANGE',
    `expected addresses for pods that this machine has no route to, got none: there are routes to block ${index} of all of ${BASES.map(formatCidr).join(', ')}`,
  );
}
