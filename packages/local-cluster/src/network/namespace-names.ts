import { randomInt } from 'node:crypto';

/** How everything is named that a cluster makes in the network of the machine, so that all of it is found again. */
export type NamespaceNames = Readonly<{
  /** Number of the group that all its interfaces are in. */
  group: number;
  /** Number of the group that interfaces are put in to be removed together. */
  removalGroup: number;
  bridge: string;
  /** Start of the names of its network namespaces. */
  namespacePrefix: string;
  namespace: (pod: number) => string;
  /** The end of a pod's cable that is at the bridge. */
  cable: (pod: number) => string;
}>;

/** Chooses a number for a cluster that no other has. Group 0 is that of everybody's interfaces. */
export function newNetworkToken(): number {
  return randomInt(1, 2 ** 30);
}

/** The names that go with a token. Names of interfaces have at most 15 characters. Source: linux/if.h (IFNAMSIZ). */
export function namespaceNames(token: number): NamespaceNames {
  const id = token.toString(16).padStart(8, '0');
  const namespacePrefix = `pod-contagion-${id}-`;
  return {
    group: token * 2,
    removalGroup: token * 2 + 1,
    bridge: `pc${id}`,
    namespacePrefix,
    namespace: (pod) => `${namespacePrefix}${pod.toString(36)}`,
    cable: (pod) => `pc${id}${pod.toString(36)}`,
  };
}
