import type { OwnGroup } from '../lab/laboratory.ts';
import { claimBurns } from './burn.ts';
import { claimFills } from './fill-memory.ts';
import { claimMemoryLimits } from './memory-limit.ts';

/** What a fault takes of processors and memory, by the kernel's own count, in cgroups of version 2. */
export const resources: OwnGroup = {
  name: 'resources',
  check: async (claim) => {
    await claimBurns(claim);
    await claimFills(claim);
    await claimMemoryLimits(claim);
  },
};
