import { LocalClusterError } from '../errors.ts';
import { claimRange, podPool, servicePool } from './address-range.ts';
import type { AddressRange } from './address-range.ts';
import { bridgeFilterNotice } from './bridge-filter.ts';
import { openHealthz } from './healthz.ts';
import { formatCidr, type Pool } from '@pod-contagion/api-server/objects';
import { createLoopbackNetwork } from './loopback-network.ts';
import { createMappedNetwork } from './mapped-network.ts';
import { checkNamespaces, thisMachine } from './namespace-check.ts';
import { bridgeAddress, openNamespaceNetwork } from './namespace-network.ts';
import { decidePortMapping } from './port-mapping.ts';
import { choosePrivateRange } from './private-range.ts';
import { reachAtOwnAddress, reachAtSharedAddress, type ServiceReach } from './service-reach.ts';
import { claimSharedRange, SHARED_HOST, type SharedRange } from './shared-range.ts';
import type { PodNetwork } from './types.ts';

/** The network of one cluster. */
export type ClusterNetwork = Readonly<{
  /** Address of the node; node ports are reached there. */
  nodeIp: string;
  /** The block pods have their addresses of: `127.64.0.0/16`. */
  podCidr: string;
  pods: PodNetwork;
  serviceAddresses: Pool<string>;
  /** Where Services answer. */
  services: ServiceReach;
  /** Removes what was made and lets other clusters have the addresses. */
  close: () => Promise<void>;
}>;

/**
 * How pods are reached: `loopback`, each at an address of its own; `mapped`, all at 127.0.0.1, each port at another;
 * `namespace`, each in a network namespace.
 */
export type NetworkKind = 'loopback' | 'mapped' | 'namespace';

/** Which network and for whom. */
export type OpenNetworkOptions = Readonly<{
  /** Undefined: loopback where this machine has the addresses for it, otherwise mapped. */
  kind: NetworkKind | undefined;
  /** The folder of state of the cluster. */
  folder: string;
  /** 0 to below 1, as Math.random. */
  random: () => number;
  onNotice: (line: string) => void;
}>;

/** Opens the network of a cluster that starts. Throws what claimRange, claimSharedRange, checkNamespaces and openNamespaceNetwork throw. */
export async function openNetwork(options: OpenNetworkOptions): Promise<ClusterNetwork> {
  const { kind } = options;
  const routes = kind === 'namespace' ? await checkNamespaces(thisMachine()) : undefined;
  const claimed = await claimAny(options);
  try {
    if (routes === undefined && 'podPorts' in claimed) return mapped(claimed, options);
    return routes === undefined
      ? await loopback(claimed)
      : await namespaced(claimed, options, choosePrivateRange(claimed.index, routes));
  } catch (error) {
    await claimed.release();
    throw error;
  }
}

/** A range of addresses, or of ports of the one that all machines have. */
async function claimAny({ kind, random }: OpenNetworkOptions): Promise<AddressRange | SharedRange> {
  if (kind === 'mapped') return claimSharedRange({ random });
  try {
    return await claimRange({ random });
  } catch (error) {
    if (kind === 'loopback' || !isOneLoopback(error)) throw error;
    return claimSharedRange({ random });
  }
}

function isOneLoopback(error: unknown): boolean {
  return error instanceof LocalClusterError && error.code === 'LOOPBACK_NOT_AVAILABLE';
}

async function loopback(claimed: AddressRange): Promise<ClusterNetwork> {
  const { nodeIp, podAddresses, serviceAddresses, release } = claimed;
  const services = reachAtOwnAddress(await decidePortMapping(nodeIp));
  const pods = createLoopbackNetwork(podAddresses);
  return { nodeIp, podCidr: podAddresses.range, pods, serviceAddresses, services, close: release };
}

function mapped(claimed: SharedRange, { onNotice }: OpenNetworkOptions): ClusterNetwork {
  const { nodeIp, podAddresses, podPorts, serviceAddresses, servicePorts, release } = claimed;
  onNotice(
    `pods and Services share ${SHARED_HOST}, each of their ports at a free one; the addresses that kubectl shows only tell them apart`,
  );
  return {
    nodeIp,
    podCidr: podAddresses.range,
    pods: createMappedNetwork({ host: SHARED_HOST, podAddresses, podPorts }),
    serviceAddresses,
    services: reachAtSharedAddress(SHARED_HOST, servicePorts),
    close: release,
  };
}

async function namespaced(
  claimed: AddressRange,
  { folder, random, onNotice }: OpenNetworkOptions,
  range: ReturnType<typeof choosePrivateRange>,
): Promise<ClusterNetwork> {
  const podAddresses = podPool(range.pods);
  const pods = await openNamespaceNetwork({ range, podAddresses, folder });
  try {
    const nodeIp = bridgeAddress(range);
    const healthz = await openHealthz(nodeIp);
    const notice = await bridgeFilterNotice();
    if (notice !== undefined) onNotice(notice);
    return {
      nodeIp,
      podCidr: formatCidr(range.pods),
      pods,
      serviceAddresses: servicePool(range.services, random),
      services: reachAtOwnAddress(await decidePortMapping(nodeIp)),
      close: async () => {
        await healthz.close();
        await pods.close();
        await claimed.release();
      },
    };
  } catch (error) {
    await pods.close();
    throw error;
  }
}
