import type { AgentSpec } from '@pod-contagion/chaos/agent';
import type { FillMemoryFaultSpec } from '@pod-contagion/chaos/faults';
import { Hog, type Appetite } from './hog.ts';
import { PodCgroup } from './pod-cgroup.ts';

export const MIB = 1_048_576;

/** The limit of most pods whose memory is filled. */
export const LIMIT_MIB = 400;

/** What is said of a pod in which nothing is left of an agent. */
export const NOTHING = 'nothing left';

/** What the kernel may keep of a cgroup for itself when its processes are gone, in MiB. */
const RESIDUE_MIB = 8;

/** An order for a fill of memory, with what the pod's spec says, as pod-chaos tells the agent. */
export function fillOrder(fill: Omit<FillMemoryFaultSpec, 'kind' | 'pod'>, durationMs: number): AgentSpec {
  const pod = { limitBytes: LIMIT_MIB * MIB, sees: 'main', unseenBytes: 0 };
  const fault = { kind: 'fill-memory' as const, ...fill, pod };
  return { version: 1, order: 'fault', run: 'fills000', durationMs, fault };
}

/** A pod with a limit, and a program in it that will take memory when it is told to. */
export async function podWithProgram(appetite: Appetite): Promise<{ pod: PodCgroup; hog: Hog }> {
  const pod = await PodCgroup.make({ memoryBytes: LIMIT_MIB * MIB });
  return { pod, hog: await Hog.start(pod, appetite) };
}

/** What the kernel counts for a pod, in MiB. */
export async function usedMib(pod: PodCgroup): Promise<number> {
  return (await pod.number('memory.current')) / MIB;
}

/** What is left of an agent: processes, and memory of the pod above what it had before. */
export async function leftOf(pod: PodCgroup, beforeMib: number): Promise<string> {
  const processes = await pod.processesLeft();
  const grownMib = (await usedMib(pod)) - beforeMib;
  if (processes === 0 && grownMib < RESIDUE_MIB) return NOTHING;
  return `${processes} processes and ${grownMib.toFixed(1)} MiB left`;
}
