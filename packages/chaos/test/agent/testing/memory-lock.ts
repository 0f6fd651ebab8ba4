import type { AgentLock, LockAnswer, LockQuestion } from '../../../src/agent/lock.ts';

/** Locks within this process, for agents that are run in memory. */
export type MemoryLock = AgentLock & {
  readonly holders: Map<string, (question: LockQuestion) => Promise<LockAnswer>>;
};

export function createMemoryLock(): MemoryLock {
  const holders: MemoryLock['holders'] = new Map();
  return {
    holders,
    async take(name, answer) {
      if (holders.has(name)) return undefined;
      holders.set(name, answer);
      return { release: async () => void holders.delete(name) };
    },
    ask: async (name, question) => holders.get(name)?.(question),
  };
}
