import { LocalClusterError } from '../errors.ts';
import { takeFreePorts } from './free-port.ts';
import { noPodAddress } from './loopback-network.ts';
import type { Pool } from '@pod-contagion/api-server/objects';
import type { PodAddress, PodNetwork } from './types.ts';

/** What pods are given: an address to be told apart by, and ports of the address that they share. */
export type MappedNetworkOptions = Readonly<{
  host: string;
  podAddresses: Pool<string>;
  podPorts: Pool<number>;
}>;

/** Gives each pod an address to be shown, and each of its ports a free one of the address that all pods share. */
export function createMappedNetwork({ host, podAddresses, podPorts }: MappedNetworkOptions): PodNetwork {
  const attached = new Map<string, Promise<PodAddress>>();

  const make = async (ports: readonly number[]): Promise<PodAddress> => {
    const ip = podAddresses.allocate();
    if (ip === undefined) throw noPodAddress(podAddresses.range);
    const declared = [...new Set(ports)];
    const free = await takeFreePorts(podPorts, host, declared.length);
    if (free === undefined) {
      podAddresses.release(ip);
      throw new LocalClusterError(
        'NO_FREE_PORT',
        `expected ${declared.length} free ports on ${host} in ${podPorts.range}, got fewer: all others are in use`,
      );
    }
    return {
      ip,
      reachedAt: { host, ports: Object.fromEntries(declared.map((port, i) => [port, free[i] ?? 0])) },
    };
  };

  const giveBack = ({ ip, reachedAt }: PodAddress): void => {
    podAddresses.release(ip);
    for (const port of Object.values(reachedAt?.ports ?? {})) podPorts.release(port);
  };

  return {
    attach: (podUid, ports = []) => {
      const known = attached.get(podUid);
      if (known !== undefined) return known;
      const made = make(ports);
      attached.set(podUid, made);
      made.catch(() => attached.delete(podUid));
      return made;
    },
    detach: async (podUid) => {
      const made = attached.get(podUid);
      attached.delete(podUid);
      // The pools go round: what is given back comes again after all the others.
      await made?.then(giveBack, () => {});
    },
    close: async () => {
      const all = [...attached.values()];
      attached.clear();
      for (const made of all) await made.then(giveBack, () => {});
    },
  };
}
