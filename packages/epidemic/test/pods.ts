import type { PodSight } from '../src/index.ts';

/** A pod that runs and is ready, but for what is given. */
export function podFacts(changes: Partial<PodSight> = {}): PodSight {
  return {
    uid: 'u1',
    name: 'generic-1',
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
export function killed(containerId: string, words?: object): NonNullable<PodSight['lastEnd']> {
  return { containerId, exitCode: 143, reason: 'Error', message: words && `${JSON.stringify(words)}\n` };
}
