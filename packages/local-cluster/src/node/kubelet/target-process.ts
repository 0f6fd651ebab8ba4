import type { PodState } from './pod-state.ts';
import { runningIn, type Slot } from './slot.ts';

/**
 * Tells an ephemeral container the process of the container that it targets, as it is when it starts; on a real cluster
 * the two share a process namespace instead, in which that process is number 1.
 */
export const TARGET_PID_VARIABLE = 'POD_CONTAGION_TARGET_PID';

/** The variable for a slot that targets a container; none where it targets none, or one that does not run. */
export function targetVariable(
  { slots }: Pick<PodState, 'slots'>,
  { spec }: Pick<Slot, 'spec'>,
): Readonly<Record<string, string>> {
  const name = 'targetContainerName' in spec ? spec.targetContainerName : undefined;
  const target = slots.find((slot) => slot.kind !== 'ephemeral' && slot.name === name);
  const process = target === undefined ? undefined : runningIn(target);
  return process === undefined ? {} : { [TARGET_PID_VARIABLE]: String(process.pid) };
}
