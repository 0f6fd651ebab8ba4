/** Where something listens or is called: an address of either family and a port. */
export type Endpoint = Readonly<{ address: string; port: number }>;

/** Datagrams to an echo server, one every `intervalMs`; all times are in ms. */
export type DatagramProbe = Readonly<{
  to: Endpoint;
  count: number;
  intervalMs: number;
  /** Bytes of payload, at least 12. */
  bytes?: number;
  /** How long answers are waited for after the last datagram was sent. */
  settleMs: number;
  /** A port of its own to send from; any where left out. */
  localPort?: number;
}>;

/** What came back: one item for each answer, in the order of arrival. */
export type DatagramResult = Readonly<{ sent: number; answers: readonly Answer[] }>;

/**
 * An answer to the datagram of number `sequence`: when it came, since the first was sent, after how long, and how much
 * of that was the way there; all stations have one clock.
 */
export type Answer = Readonly<{ sequence: number; atMs: number; rttMs: number; thereMs: number }>;

/** A connection to an echo server, over which `bytes` are sent and awaited `exchanges` times. */
export type ConnectionProbe = Readonly<{
  to: Endpoint;
  exchanges: number;
  bytes?: number;
  /** The IP header's type of service; 8 is bulk, which the kernel puts into the last of three bands. */
  typeOfService?: number;
  localPort?: number;
  timeoutMs: number;
}>;

/** How long it took to connect and each exchange after that; `error` where it failed. */
export type ConnectionResult = Readonly<{
  connectMs: number;
  exchangesMs: readonly number[];
  error?: string;
}>;

/** What a station can be asked, and what each gives. */
export type Orders = {
  echoDatagrams: { input: Endpoint; output: null };
  echoConnections: { input: Endpoint; output: null };
  probeDatagrams: { input: DatagramProbe; output: DatagramResult };
  probeConnection: { input: ConnectionProbe; output: ConnectionResult };
};

/** One order as it is sent to a station, and its answer. */
export type Order = Readonly<{ id: number; order: keyof Orders; input: unknown }>;
export type OrderAnswer = Readonly<{ id: number; output?: unknown; error?: string }>;
