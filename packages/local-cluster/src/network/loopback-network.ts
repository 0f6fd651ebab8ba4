import { LocalClusterError } from '../errors.ts';
import type { Pool } from '@pod-contagion/api-server/objects';
import type { PodNetwork } from './types.ts';

/** Gives each pod an address of 127.0.0.0/8, where nothing has to be made for it. */
export function createLoopbackNetwork(podAddresses: Pool<string>): PodNetwork {
  const addresses = new Map<string, string>();
  return {
    attach: async (podUid) => {
      const ip = addresses.get(podUid) ?? podAddresses.allocate();
      if (ip === undefined) throw noPodAddress(podAddresses.range);
      addresses.set(podUid, ip);
      return { ip };
    },
    detach: async (podUid) => {
      const ip = addresses.get(podUid);
      addresses.delete(podUid);
      // The pool goes round: this address comes again after all the others.
      if (ip !== undefined) podAddresses.release(ip);
    },
    close: async () => {
      for (const ip of addresses.values()) podAddresses.release(ip);
      addresses.clear();
    },
  };
}

/** What a pod is told that no address is left for. */
export function noPodAddress(range: string): LocalClusterError {
  return new LocalClusterError(
    'NO_POD_ADDRESS',
    `expected a free pod address in ${range}, got none: all are in use`,
  );
}
