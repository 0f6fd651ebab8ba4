import type { FaultPlan } from '../../../../src/faults/fault-agent.ts';
import type { NetworkFaultSpec, TrafficScope } from '../../../../src/faults/network/spec.ts';

/** A fault on eth0: everything both ways unless the scope says otherwise. */
export function fault(
  effect: NetworkFaultSpec['effect'],
  scope: Partial<TrafficScope> = {},
): NetworkFaultSpec {
  return {
    kind: 'network',
    interface: 'eth0',
    scope: { direction: 'both', peers: [], hosts: [], remotePorts: [], localPorts: [], except: [], ...scope },
    effect,
  };
}

/** Sets up a plan as the agent does, each step read back. */
export async function setUp({ steps }: FaultPlan): Promise<void> {
  for (const step of steps) {
    await step.apply();
    if (!(await step.isThere())) throw new Error(`${step.what} is not there`);
  }
}

/** Undoes steps as the agent does: in reverse, each read back. Gives those that are still there. */
export async function undo(steps: FaultPlan['steps']): Promise<readonly string[]> {
  const left: string[] = [];
  for (const step of steps.toReversed()) await step.undo();
  for (const step of steps) if (await step.isThere()) left.push(step.what);
  return left;
}
