import type { AgentContext } from '../fault-agent.ts';
import { readMemoryLevels } from './cgroup/read.ts';
import type { MemoryReadings } from './memory-bounds.ts';
import { heldBy, kibOf, type Others } from './see-others.ts';

/** Reads all that the guard judges by. */
export async function readMemory({ readFile }: AgentContext, others: Others): Promise<MemoryReadings> {
  const [levels, othersBytes, own, meminfo] = await Promise.all([
    readMemoryLevels(readFile),
    others.read(),
    heldBy('self', readFile),
    readFile('/proc/meminfo'),
  ]);
  return {
    levels,
    // Without a cgroup in sight, what it takes would count nowhere, and it would take more and more.
    ...(others.isPlain || levels.length === 0 ? { ownBytes: own } : {}),
    othersBytes,
    nodeBytes: kibOf(meminfo, 'MemTotal') * 1_024,
    nodeFreeBytes: kibOf(meminfo, 'MemAvailable') * 1_024,
  };
}
