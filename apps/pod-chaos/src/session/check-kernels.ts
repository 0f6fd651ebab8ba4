import type { Target } from '@pod-contagion/chaos';
import type { NetworkFaultSpec } from '@pod-contagion/chaos/faults';
import { checkNodes, requireNodes } from '@pod-contagion/chaos/run';
import type { DisruptFlags } from '../flags/disrupt.ts';
import { counted } from '../texts/pod.ts';
import type { BeforeFault } from './run-network.ts';
import type { ClusterSession } from './session.ts';

/** Has the kernel of each node asked for netem before a pod is touched, unless the flags say not to. */
export function checkKernels(fault: NetworkFaultSpec, flags: DisruptFlags): BeforeFault | undefined {
  if (flags['kernel-check'] === 'none') return undefined;
  return async ({ kube, output, interrupt }: ClusterSession, targets: readonly Target[]) => {
    const nodes = [...new Set(targets.map(({ node }) => node))];
    output.progress(
      'progress',
      { what: 'kernel-check', nodes },
      `trying netem in a pod of its own on ${counted(nodes.length, 'node')} (--kernel-check none leaves that out)`,
    );
    const checks = await checkNodes(kube, targets, fault, { image: flags.image }, interrupt.signal);
    for (const check of checks) {
      if (check.answer === 'unknown') output.note(`node ${check.node} could not be checked: ${check.why}`);
    }
    interrupt.signal.throwIfAborted();
    requireNodes(checks, fault);
  };
}
