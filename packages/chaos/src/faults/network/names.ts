/** Handle of the root qdisc that a fault puts on a device; with its kind it says that a qdisc is ours. */
export const ROOT_HANDLE = '5ca0:';

/** Handle of the netem qdisc below it, where only a part of the traffic is hit. */
export const NETEM_HANDLE = '5ca1:';

/** Bands of the prio qdisc: the first three as the kernel has them, the fourth for what is hit. */
export const PRIO_BANDS = 4;

/** The kernel's own map of packet priorities to bands, written out: nothing must reach the fourth by itself. */
export const PRIO_MAP: readonly string[] = '1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1'.split(' ');

/** Class of the fourth band, and the ordinary one for excepted peers. */
export const HIT_CLASS = '5ca0:4';
export const ORDINARY_CLASS = '5ca0:2';

/** Preferences of our filters on an ingress qdisc, one a protocol: the kernel keeps each for one of them. */
export const REDIRECT_PREFERENCES = { all: 23_712, ip: 23_712, ipv6: 23_713 } as const;

/** Devices through which incoming packets are led begin with this; with a run it has 14 of 15 characters. */
export const IFB_PREFIX = 'chaos-';

/** Chains of ours in the filter table begin with this. */
export const CHAIN_PREFIX = 'POD-CHAOS-';

/** Comments of the rules that jump to them begin with this. */
export const COMMENT_PREFIX = 'pod-chaos:';

/** The same of those that end connections which were open before; a chain's name has 28 characters at most. */
export const RESET_CHAIN_PREFIX = 'POD-RESET-';
export const RESET_COMMENT_PREFIX = 'pod-reset:';

/** How long after the deadline the kernel itself ends drops: an agent that lives has undone them long before. */
export const DEADLINE_MARGIN_MS = 30_000;

/** Most filters, or rules of one family, that one fault may need. */
export const MAX_RULES = 256;
