import type { ReachedAt } from '@pod-contagion/notations';

/** A pod's place on the network. */
export type PodAddress = Readonly<{
  /** What the API shows. */
  ip: string;
  /** Where it really answers, if that is not at its own address. */
  reachedAt?: ReachedAt | undefined;
  /** Name of the network namespace, where each pod has one. */
  networkNamespace?: string | undefined;
}>;

/** Gives pods their addresses, one each, and takes them back. */
export type PodNetwork = Readonly<{
  /** `ports` are those that the pod is to listen at; default: none. */
  attach: (podUid: string, ports?: readonly number[]) => Promise<PodAddress>;
  /** Frees the address (not before a while: a late connection should not meet another pod) and the namespace. */
  detach: (podUid: string) => Promise<void>;
  /** Removes everything that was made. */
  close: () => Promise<void>;
}>;

/** How a Service's port is reached where ports below 1024 are not allowed: port 80 becomes 8080. */
export type PortMapping = (port: number) => number;
