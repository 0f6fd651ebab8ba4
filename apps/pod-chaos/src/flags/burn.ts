import { numberFlag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_CORES } from '../limits.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import { percentFlag } from './kinds.ts';
import { LASTING_FLAGS, type LastingFlags } from './running.ts';
import { TARGET_FLAGS, type TargetFlags } from './targets.ts';

/** What `pod-chaos burn` can be told. */
export type BurnFlags = TargetFlags &
  LastingFlags &
  ClusterFlags &
  Readonly<{ load: number | undefined; cores: number | undefined }>;

/** The flags of `pod-chaos burn`. */
export const BURN_FLAGS: FlagsTable<BurnFlags> = {
  load: percentFlag('For which share of the time each core is kept busy, in per cent; default 100.'),
  cores: numberFlag({ min: 1, max: MAX_CORES }, 'How many cores; default 1.'),
  ...LASTING_FLAGS,
  ...TARGET_FLAGS,
  ...CLUSTER_FLAGS,
};
