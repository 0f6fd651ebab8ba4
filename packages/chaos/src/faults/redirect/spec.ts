/** Where a proxy stands in a pod, and whose connections it takes. */
export type RedirectSpec = Readonly<{
  /** Interface in the pod by which connections come, usually eth0. */
  interface: string;
  /** The pod's port: the one that its program listens at. */
  port: number;
  /** Where the proxy listens in the pod; any port that is free where left out. */
  proxyPort?: number;
  /** Peers whose connections pass by the proxy, addresses or CIDRs. */
  except: readonly string[];
  /** Whether those of the pod's node do, from which the kubelet probes. Not where left out. */
  sparesNode?: boolean;
  /**
   * Whether connections that were open before are reset once a packet of them comes, so that clients which keep theirs open make
   * new ones, which the proxy takes. Not where left out: they are left alone.
   */
  resetsOpen?: boolean;
}>;
