import type { PodFacts } from '../../src/epidemic/pod-facts.ts';

/** A pod that runs and is ready, but for what is given. */
export function podFacts(changes: Partial<PodFacts> = {}): PodFacts {
  return {
    uid: 'u1',
    name: 'generic-1',
    healthPort: 8081,
    healthAddress: { ip: '127.0.0.2', port: 8081 },
    ready: true,
    over: false,
    containerId: 'c1',
    waitingReason: undefined,
    waitingMessage: undefined,
    restarts: 0,
    lastEnd: undefined,
    ...changes,
  };
}

/** How a container ended that a kubelet killed; `words` are its last. */
export function killed(containerId: string, words?: object): NonNullable<PodFacts['lastEnd']> {
  return { containerId, exitCode: 143, reason: 'Error', message: words && `${JSON.stringify(words)}\n` };
}
