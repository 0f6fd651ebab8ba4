import { CHAIN_PREFIX, COMMENT_PREFIX, RESET_CHAIN_PREFIX, RESET_COMMENT_PREFIX } from '../names.ts';

/** Where chains of one use are, and by what they are known to be ours. */
type Chains = Readonly<{ table: 'filter' | 'nat'; chain: string; comment: string }>;

/**
 * What chains of ours are for: `filter` drops or rejects, `nat` leads elsewhere, and `resets` ends connections that were open
 * before. The last has names of its own, as two faults may be in the filter table at once, each with its own lock.
 */
export type ChainUse = 'filter' | 'nat' | 'resets';

/** All uses. */
export const OUR_CHAINS: Readonly<Record<ChainUse, Chains>> = {
  filter: { table: 'filter', chain: CHAIN_PREFIX, comment: COMMENT_PREFIX },
  nat: { table: 'nat', chain: CHAIN_PREFIX, comment: COMMENT_PREFIX },
  resets: { table: 'filter', chain: RESET_CHAIN_PREFIX, comment: RESET_COMMENT_PREFIX },
};
