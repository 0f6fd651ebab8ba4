/** A time that netem is told: whole microseconds, so that no rounding happens on the way. 0 to 274,000,000 (274 s). */
export type Microseconds = number;

/** A chance in per cent, 0 to 100. */
export type Percent = number;

/** netem's own parameters, all of tc-netem(8); what is left out is not set. Validated by `netem/validate.ts`. */
export type NetemSpec = Readonly<{
  /** Packets the queue holds; tc's default is 1,000. */
  limit?: number;
  delay?: Readonly<{
    timeUs: Microseconds;
    /** At most 2,147,483 (2.1 s), as in a slot with a distribution: the kernel makes that of more. */
    jitterUs?: Microseconds;
    correlation?: Percent;
    distribution?: 'uniform' | 'normal' | 'pareto' | 'paretonormal';
  }>;
  loss?:
    | Readonly<{ model: 'random'; percent: Percent; correlation?: Percent; ecn?: boolean }>
    | Readonly<{
        model: 'state';
        p13: Percent;
        p31?: Percent;
        p32?: Percent;
        p23?: Percent;
        p14?: Percent;
        ecn?: boolean;
      }>
    | Readonly<{
        model: 'gemodel';
        p: Percent;
        r?: Percent;
        oneMinusH?: Percent;
        oneMinusK?: Percent;
        ecn?: boolean;
      }>;
  corrupt?: Readonly<{ percent: Percent; correlation?: Percent }>;
  duplicate?: Readonly<{ percent: Percent; correlation?: Percent }>;
  reorder?: Readonly<{ percent: Percent; correlation?: Percent; gap?: number }>;
  rate?: Readonly<{
    bitsPerSecond: number;
    packetOverhead?: number;
    cellSize?: number;
    cellOverhead?: number;
  }>;
  slot?:
    | Readonly<{ minUs: Microseconds; maxUs?: Microseconds; packets?: number; bytes?: number }>
    | Readonly<{
        distribution: 'uniform' | 'normal' | 'pareto' | 'paretonormal';
        delayUs: Microseconds;
        jitterUs: Microseconds;
        packets?: number;
        bytes?: number;
      }>;
}>;

/** Which packets: as the pod sees them. Everything where all is left out. */
export type TrafficScope = Readonly<{
  /** `out` leaves the pod, `in` comes to it. */
  direction: 'out' | 'in' | 'both';
  /** Addresses or CIDRs of the other end, IPv4 and IPv6; any where empty. */
  peers: readonly string[];
  /** Names of the other end, resolved in the pod when the fault begins, all their addresses. */
  hosts: readonly string[];
  /** Ports of the other end: those of the servers that the pod calls. */
  remotePorts: readonly PortRange[];
  /** Ports of the pod: those it serves. */
  localPorts: readonly PortRange[];
  /** Any where left out; ports need one of the two. */
  protocol?: 'tcp' | 'udp' | 'icmp';
  /** Peers that stay untouched, addresses or CIDRs. */
  except: readonly string[];
  /**
   * Whether traffic with the pod's node stays untouched, from which the kubelet probes: its agent finds the addresses with
   * which the node comes to the pod. Not where left out.
   */
  sparesNode?: boolean;
}>;

/** A port or a range of ports, both ends included, 1 to 65535. */
export type PortRange = Readonly<{ from: number; to: number }>;

/** A network fault: traffic in scope is put through netem, or is dropped or rejected by the packet filter. */
export type NetworkFaultSpec = Readonly<{
  kind: 'network';
  /** Interface in the pod, usually eth0. The packet filter's rules hold for it alone as well. */
  interface: string;
  scope: TrafficScope;
  effect: Readonly<{ do: 'netem'; netem: NetemSpec }> | Readonly<{ do: 'drop' }> | Readonly<{ do: 'reject' }>;
}>;
