import { once } from 'node:events';
import { createServer } from 'node:net';
import { systemCode } from '@pod-contagion/errors';
import { LocalClusterError, messageOf } from '../errors.ts';
import { HEALTHZ_PORT, openHealthz } from './healthz.ts';
import type { Healthz } from './healthz.ts';
import {
  block,
  formatCidr,
  lastOf,
  createAddressPool,
  createNumberPool,
  staticCount,
  type Cidr,
  type Pool,
} from '@pod-contagion/api-server/objects';
import { listeningBlocks } from './listening-blocks.ts';

/** How many clusters may run on one machine at once. */
export const MAX_CLUSTERS = 32;

/** Addresses that a cluster on macOS uses of each of its two ranges, where somebody has brought them up. */
export const MACOS_ADDRESSES = 120;

/** The addresses of one cluster, which no other on this machine has. */
export type AddressRange = Readonly<{
  /** 0 to 31: which of the ranges it is. */
  index: number;
  nodeIp: string;
  podAddresses: Pool<string>;
  serviceAddresses: Pool<string>;
  /** Lets others have the range. */
  release: () => Promise<void>;
}>;

/** What claiming a range needs to know. */
export type ClaimOptions = Readonly<{
  /** 0 to below 1, as Math.random. */
  random: () => number;
  /** Default: that of this process. */
  platform?: NodeJS.Platform | undefined;
  /** What lays claim to a node address; default: the kubelet's listener for its own health. */
  claim?: ((nodeIp: string) => Promise<Healthz>) | undefined;
  /** Looks whether an address is this machine's, and throws the system's EADDRNOTAVAIL where it isn't; default: listens there. */
  look?: ((address: string) => Promise<void>) | undefined;
  /** In which blocks 127.X.0.0/16 somebody listens; default: what this machine says. */
  listening?: (() => Promise<ReadonlySet<number>>) | undefined;
}>;

/**
 * Finds a range of 127.0.0.0/8 that no other cluster has, whoever runs it, and keeps it: the claim is the listener
 * that a kubelet has for its own health, which only one process can have. Ranges in which something listens all the same come
 * last: a cluster that was killed, whose state is not ours to know, may have left pods there. Throws NO_ADDRESS_RANGE, LOOPBACK_NOT_AVAILABLE, LISTEN_FAILED.
 */
export async function claimRange(options: ClaimOptions): Promise<AddressRange> {
  const listening = await (options.listening ?? listeningBlocks)();
  const isQuiet = (index: number): boolean =>
    !listening.has(64 + 2 * index) && !listening.has(65 + 2 * index);
  const all = Array.from({ length: MAX_CLUSTERS }, (_, index) => index);
  for (const index of [...all.filter(isQuiet), ...all.filter((each) => !isQuiet(each))]) {
    const nodeIp = loopbackNode(index);
    const healthz = await tryClaim(nodeIp, options.claim ?? openHealthz);
    if (healthz !== undefined) {
      const limit = (options.platform ?? process.platform) === 'darwin' ? MACOS_ADDRESSES : undefined;
      try {
        // The node's alone may be there: of a range that somebody has brought up in part.
        for (const first of [64, 65]) await lookAt(`127.${first + 2 * index}.0.${limit ?? 2}`, options.look);
      } catch (error) {
        await healthz.close();
        throw error;
      }
      return {
        index,
        nodeIp,
        podAddresses: podPool(block(`127.${64 + 2 * index}.0.0/16`), limit),
        serviceAddresses: servicePool(block(`127.${65 + 2 * index}.0.0/16`), options.random, limit),
        release: healthz.close,
      };
    }
  }
  throw new LocalClusterError(
    'NO_ADDRESS_RANGE',
    `expected a free address range for a cluster, got none: something listens on port ${HEALTHZ_PORT} of all ${MAX_CLUSTERS} node addresses, ` +
      `${loopbackNode(0)} to ${loopbackNode(MAX_CLUSTERS - 1)}; end a cluster and try again`,
  );
}

/** The addresses for pods in a block: all but its first two, the block's own and the node's, and its last. */
export function podPool(cidr: Cidr, limit?: number): Pool<string> {
  const first = cidr.first + 2;
  const last = Math.min(lastOf(cidr) - 1, cidr.first + (limit ?? Infinity));
  const range = formatCidr(cidr);
  return createAddressPool(createNumberPool({ first, last, order: { kind: 'sequential' }, range }));
}

/** The addresses for Services in a block: all but its first and its last. */
export function servicePool(cidr: Cidr, random: () => number, limit?: number): Pool<string> {
  const first = cidr.first + 1;
  const last = Math.min(lastOf(cidr) - 1, cidr.first + (limit ?? Infinity));
  const order = { kind: 'random', random, staticCount: staticCount(last - first + 1, 16, 256) } as const;
  return createAddressPool(createNumberPool({ first, last, order, range: formatCidr(cidr) }));
}

function loopbackNode(index: number): string {
  return `127.${64 + 2 * index}.0.1`;
}

async function tryClaim(
  nodeIp: string,
  claim: (nodeIp: string) => Promise<Healthz>,
): Promise<Healthz | undefined> {
  try {
    return await claim(nodeIp);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EADDRINUSE') return undefined;
    if (code === 'EADDRNOTAVAIL') throw loopbackNotAvailable(nodeIp, error);
    throw new LocalClusterError(
      'LISTEN_FAILED',
      `expected to listen on ${nodeIp}:${HEALTHZ_PORT}, got: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

async function lookAt(
  address: string,
  look: (address: string) => Promise<void> = listenAndClose,
): Promise<void> {
  try {
    await look(address);
  } catch (error) {
    if (systemCode(error) === 'EADDRNOTAVAIL') throw loopbackNotAvailable(address, error);
    throw new LocalClusterError(
      'LISTEN_FAILED',
      `expected to listen on ${address}, got: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
}

async function listenAndClose(address: string): Promise<void> {
  const server = createServer().listen(0, address);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

function loopbackNotAvailable(address: string, cause: unknown): LocalClusterError {
  return new LocalClusterError(
    'LOOPBACK_NOT_AVAILABLE',
    `expected all of 127.0.0.0/8 to be this machine, as on Linux, but ${address} is not up: leave out the choice of a network, or choose mapped, which needs 127.0.0.1 alone`,
    { cause },
  );
}
