// Pods whose containers end are deleted, so that others take their place without back-off.
export { REAP_CAUSES, type ContainerEnd, type ReapCause } from './end-of-container.ts';
export type { OnReapEvent, ReapEvent, ReapReport } from './reap-events.ts';
export { MAX_REAP_PER_MINUTE, REAP_PER_MINUTE, reapPods, type ReapOptions } from './reap-pods.ts';
export type { ReapWhen } from './waiting-list.ts';
