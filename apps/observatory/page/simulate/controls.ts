import type { Control, Group } from './control.ts';
import { KUBELET_GROUPS } from './kubelet-controls.ts';
import { MACHINE_GROUPS } from './machine-controls.ts';
import { PODDER_GROUPS } from './podder-controls.ts';

/** Everything that can be changed, in the order in which it is shown. What is usual is the repository's own Deployment. */
export const GROUPS: readonly Group[] = [...PODDER_GROUPS, ...KUBELET_GROUPS, ...MACHINE_GROUPS];

/** All of them. */
export const CONTROLS: readonly Control[] = GROUPS.flatMap(({ controls }) => controls);
