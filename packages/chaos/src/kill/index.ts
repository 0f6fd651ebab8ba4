// Deletes and evicts pods, and ends single containers of them.
export { killContainer, type KillContainerOptions } from './kill-container.ts';
export type { KillEvent } from './kill-events.ts';
export { killPods, type KillPodsOptions } from './kill-pods.ts';
export { whyContainerIsNotKilled } from './why-not-killed.ts';
