import { LocalClusterError, messageOf } from '../errors.ts';
import { createBatches } from './batches.ts';
import { runIpBatches } from './ip-command.ts';
import type { IpBatch } from './ip-command.ts';
import { formatCidr, numberToIpv4, type Pool } from '@pod-contagion/api-server/objects';
import { forgetNetwork, recordNetwork, removeNetwork } from './leftover-network.ts';
import { noPodAddress } from './loopback-network.ts';
import { namespaceNames, newNetworkToken } from './namespace-names.ts';
import type { PrivateRange } from './private-range.ts';
import type { PodAddress, PodNetwork } from './types.ts';

/** For how many pods `ip` is run at once: enough to be cheap, few enough that the first pods need not wait for the last. */
const MAX_PODS_PER_BATCH = 8;

/** Interface of a pod, in its own network namespace; as most real networks call it. */
const POD_INTERFACE = 'eth0';

/** What a network of namespaces is made from. */
export type NamespaceNetworkOptions = Readonly<{
  range: PrivateRange;
  podAddresses: Pool<string>;
  /** The folder of state of the cluster. */
  folder: string;
}>;

type Attached = { number: number; ip: string; address: Promise<PodAddress> };

/** The address of the machine in the network of the pods. */
export function bridgeAddress({ pods }: PrivateRange): string {
  return numberToIpv4(pods.first + 1);
}

/**
 * Makes a network in which each pod has a network namespace: its interface is `eth0`, at the other end of whose cable is a bridge that
 * has the node's address. Packets to Services come to this machine, where they can be listened for. Nothing is
 * forwarded and no packet filter is touched. Throws NAMESPACE_NOT_ALLOWED.
 */
export async function openNamespaceNetwork(options: NamespaceNetworkOptions): Promise<PodNetwork> {
  const { range, podAddresses, folder } = options;
  const token = newNetworkToken();
  const names = namespaceNames(token);
  const attached = new Map<string, Attached>();
  const gateway = bridgeAddress(range);
  const length = range.pods.prefixLength;
  let count = 0;

  const makePods = (pods: readonly Attached[]): Promise<unknown> =>
    runIpBatches([
      { lines: pods.flatMap(({ number }) => hostLines(number)) },
      ...pods.map(({ number, ip }): IpBatch => ({
        namespace: names.namespace(number),
        lines: [
          'link set lo up',
          `addr add ${ip}/${length} dev ${POD_INTERFACE}`,
          `link set ${POD_INTERFACE} up`,
          `route add default via ${gateway}`,
        ],
      })),
    ]);

  const hostLines = (number: number): string[] => {
    const [namespace, cable] = [names.namespace(number), names.cable(number)];
    return [
      `netns add ${namespace}`,
      `link add ${cable} group ${names.group} type veth peer name ${POD_INTERFACE} netns ${namespace}`,
      `link set ${cable} master ${names.bridge} up`,
    ];
  };

  const removePods = async (pods: readonly Attached[]): Promise<void> => {
    const lines = pods.flatMap(({ number }) => [
      `netns del ${names.namespace(number)}`,
      `link set ${names.cable(number)} group ${names.removalGroup}`,
    ]);
    // Removed as a group the kernel waits once for all of them, not once for each.
    lines.push(`link del group ${names.removalGroup}`);
    await runIpBatches([{ lines, force: true }]);
  };

  const attaching = createBatches<Attached>(MAX_PODS_PER_BATCH, async (pods) => {
    try {
      await makePods(pods);
    } catch (error) {
      await removePods(pods);
      throw error;
    }
  });
  const detaching = createBatches<Attached>(MAX_PODS_PER_BATCH, removePods);

  await recordNetwork(folder, token);
  try {
    await runIpBatches([
      {
        lines: [
          `link add ${names.bridge} group ${names.group} type bridge`,
          `addr add ${gateway}/${length} dev ${names.bridge}`,
          `link set ${names.bridge} up`,
          `route add local ${formatCidr(range.services)} dev ${names.bridge}`,
          `netns add ${names.namespace(0)}`,
          `netns del ${names.namespace(0)}`,
        ],
      },
    ]);
  } catch (error) {
    await removeNetwork(names);
    throw new LocalClusterError(
      'NAMESPACE_NOT_ALLOWED',
      `expected to make a bridge and a network namespace, got: ${messageOf(error)}`,
      { cause: error },
    );
  }

  return {
    attach: (podUid) => {
      const known = attached.get(podUid);
      if (known !== undefined) return known.address;
      const ip = podAddresses.allocate();
      if (ip === undefined) return Promise.reject(noPodAddress(podAddresses.range));
      const number = ++count;
      const pod: Attached = { number, ip, address: Promise.resolve({ ip }) };
      pod.address = attaching.add(pod).then(
        () => ({ ip, networkNamespace: names.namespace(number) }),
        (error: unknown) => {
          attached.delete(podUid);
          podAddresses.release(ip);
          throw error;
        },
      );
      attached.set(podUid, pod);
      return pod.address;
    },
    detach: async (podUid) => {
      const pod = attached.get(podUid);
      if (pod === undefined) return;
      attached.delete(podUid);
      // One that could not be attached has nothing left, and has given back its address.
      const [made] = await Promise.allSettled([pod.address]);
      if (made.status === 'rejected') return;
      await detaching.add(pod);
      podAddresses.release(pod.ip);
    },
    close: async () => {
      await Promise.allSettled([...attached.values()].map(({ address }) => address));
      for (const { ip } of attached.values()) podAddresses.release(ip);
      attached.clear();
      await removeNetwork(names);
      await forgetNetwork(folder);
    },
  };
}
