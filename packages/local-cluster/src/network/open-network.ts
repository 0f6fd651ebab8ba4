import { claimRange, podPool, servicePool } from './address-range.ts';
import type { AddressRange } from './address-range.ts';
import { bridgeFilterNotice } from './bridge-filter.ts';
import { openHealthz } from './healthz.ts';
import { formatCidr } from './ipv4.ts';
import { createLoopbackNetwork } from './loopback-network.ts';
import { checkNamespaces, thisMachine } from './namespace-check.ts';
import { bridgeAddress, openNamespaceNetwork } from './namespace-network.ts';
import { decidePortMapping } from './port-mapping.ts';
import { choosePrivateRange } from './private-range.ts';
import type { PodNetwork, Pool, PortMapping } from './types.ts';

/** The network of one cluster. */
export type ClusterNetwork = Readonly<{
  /** Address of the node; node ports are reached there. */
  nodeIp: string;
  /** The block pods have their addresses of: `127.64.0.0/16`. */
  podCidr: string;
  pods: PodNetwork;
  serviceAddresses: Pool<string>;
  /** Where ports of Services are reached. */
  servicePort: PortMapping;
  /** Removes what was made and lets other clusters have the addresses. */
  close: () => Promise<void>;
}>;

/** Which network and for whom. */
export type OpenNetworkOptions = Readonly<{
  kind: 'loopback' | 'namespace';
  /** The folder of state of the cluster. */
  folder: string;
  /** 0 to below 1, as Math.random. */
  random: () => number;
  onNotice: (line: string) => void;
}>;

/** Opens the network of a cluster that starts. Throws what claimRange, checkNamespaces and openNamespaceNetwork throw. */
export async function openNetwork(options: OpenNetworkOptions): Promise<ClusterNetwork> {
  const { kind, random } = options;
  const routes = kind === 'namespace' ? await checkNamespaces(thisMachine()) : undefined;
  const claimed = await claimRange({ random });
  try {
    return routes === undefined
      ? await loopback(claimed)
      : await namespaced(claimed, options, choosePrivateRange(claimed.index, routes));
  } catch (error) {
    await claimed.release();
    throw error;
  }
}

async function loopback(claimed: AddressRange): Promise<ClusterNetwork> {
  const { nodeIp, podAddresses, serviceAddresses, release } = claimed;
  const servicePort = await decidePortMapping(nodeIp);
  const pods = createLoopbackNetwork(podAddresses);
  return { nodeIp, podCidr: podAddresses.range, pods, serviceAddresses, servicePort, close: release };
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
      servicePort: await decidePortMapping(nodeIp),
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
