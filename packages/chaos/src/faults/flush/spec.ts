/** Tables of iptables that can be flushed; `raw` and `security` hold nothing of Kubernetes. */
export const FLUSH_TABLES = ['filter', 'nat', 'mangle'] as const;

/** One of them. */
export type FlushTable = (typeof FLUSH_TABLES)[number];

/** Families of addresses, each with programs of its own: `iptables` and `ip6tables`. */
export const FLUSH_FAMILIES = ['ipv4', 'ipv6'] as const;

/** One of them. */
export type FlushFamily = (typeof FLUSH_FAMILIES)[number];

/** What somebody does who types `iptables -t TABLE -F` on a node, with `-X` behind it where chains are deleted too. */
export type FlushFaultSpec = Readonly<{
  kind: 'flush';
  /** At least one, each once. */
  tables: readonly FlushTable[];
  /** At least one, each once. */
  families: readonly FlushFamily[];
  /** Whether `-X` follows: then the empty chains of others go too. */
  deleteChains: boolean;
  /** Flushes even where a policy drops what no rule lets through: the node may then be cut off until the end. */
  allowDropPolicy?: boolean;
}>;

/** Restores the snapshot of a flush in a network namespace that nobody else has, to see whether it can be restored. */
export type RehearsalSpec = Readonly<{
  kind: 'rehearsal';
  /** The run whose snapshot it is: 8 characters a-z and 0-9. */
  of: string;
}>;
