import { systemCode } from '@pod-contagion/errors';
import { LocalClusterError, messageOf } from '../errors.ts';
import type { AddressRange } from './address-range.ts';
import { podPool, servicePool } from './address-range.ts';
import { takeFreePorts } from './free-port.ts';
import { HEALTHZ_PORT, openHealthz, type Healthz } from './healthz.ts';
import { block, createNumberPool, type Pool } from '@pod-contagion/api-server/objects';

/** The address that all machines have, and some no other. */
export const SHARED_HOST = '127.0.0.1';

/** How many clusters may share it at once. */
export const MAX_SHARED_CLUSTERS = 16;

/**
 * The ports that clusters give out: below node ports (30000 on), and below those that systems give to outgoing
 * connections (32768 on Linux, 49152 on macOS), so that nobody takes one between two lives of a podder.
 */
const FIRST_PORT = 12_000;
const PORTS_PER_CLUSTER = 1_125;

/** How many of them are for Services. */
const SERVICE_PORTS = 125;

/** What a cluster has that shares one address with others: addresses to be shown, and ports that are its own. */
export type SharedRange = AddressRange & Readonly<{ podPorts: Pool<number>; servicePorts: Pool<number> }>;

/** What claiming it needs to know; as for a range of addresses. */
export type ClaimSharedOptions = Readonly<{
  random: () => number;
  /** What lays claim to a number; default: the kubelet's listener for its own health, at the usual port plus that number. */
  claim?: ((index: number) => Promise<Healthz>) | undefined;
}>;

/**
 * Finds a number that no other cluster on this machine has, and gives out what goes with it. The addresses, 127.128.0.0 and up, are
 * only shown: they tell pods and Services apart, and nothing answers there. Throws NO_ADDRESS_RANGE, LISTEN_FAILED.
 */
export async function claimSharedRange({
  random,
  claim = listenAt,
}: ClaimSharedOptions): Promise<SharedRange> {
  for (let index = 0; index < MAX_SHARED_CLUSTERS; index++) {
    const healthz = await tryClaim(index, claim);
    if (healthz === undefined) continue;
    const first = FIRST_PORT + index * PORTS_PER_CLUSTER;
    return {
      index,
      nodeIp: SHARED_HOST,
      podAddresses: podPool(block(`127.${128 + 2 * index}.0.0/16`)),
      serviceAddresses: servicePool(block(`127.${129 + 2 * index}.0.0/16`), random),
      servicePorts: await keepFree(portPool(first, first + SERVICE_PORTS - 1)),
      podPorts: portPool(first + SERVICE_PORTS, first + PORTS_PER_CLUSTER - 1),
      release: healthz.close,
    };
  }
  throw new LocalClusterError(
    'NO_ADDRESS_RANGE',
    `expected a free range of ports for a cluster, got none: something listens on all of ${SHARED_HOST}:${HEALTHZ_PORT} to ` +
      `${HEALTHZ_PORT + MAX_SHARED_CLUSTERS - 1}; end a cluster and try again`,
  );
}

function portPool(first: number, last: number): Pool<number> {
  return createNumberPool({ first, last, order: { kind: 'sequential' }, range: `${first}-${last}` });
}

/** Leaves in a pool only ports that are free now: a Service's has to be known the moment the Service is there, and looking takes time. */
async function keepFree(pool: Pool<number>): Promise<Pool<number>> {
  const free: number[] = [];
  for (;;) {
    const [port] = (await takeFreePorts(pool, SHARED_HOST, 1)) ?? [];
    if (port === undefined) break;
    free.push(port);
  }
  for (const port of free) pool.release(port);
  return pool;
}

function listenAt(index: number): Promise<Healthz> {
  return openHealthz(SHARED_HOST, HEALTHZ_PORT + index);
}

async function tryClaim(
  index: number,
  claim: (index: number) => Promise<Healthz>,
): Promise<Healthz | undefined> {
  try {
    return await claim(index);
  } catch (error) {
    if (systemCode(error) === 'EADDRINUSE') return undefined;
    throw new LocalClusterError(
      'LISTEN_FAILED',
      `expected to listen on ${SHARED_HOST}:${HEALTHZ_PORT + index}, got: ${messageOf(error)}`,
      { cause: error },
    );
  }
}
