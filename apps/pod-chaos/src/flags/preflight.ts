import { PREFLIGHT_FAULTS, type PreflightFault } from '@pod-contagion/chaos/preflight';
import { switchFlag, type FlagsTable } from '@pod-contagion/command-line';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import { AGENT_FLAGS, type AgentFlags } from './running.ts';
import { TARGET_FLAGS, type TargetFlags } from './targets.ts';

/** What `pod-chaos preflight` can be told. */
export type PreflightFlags = TargetFlags &
  AgentFlags &
  ClusterFlags &
  Readonly<{ fault: readonly PreflightFault[]; 'check-nodes': boolean; 'in-pod': boolean }>;

/** The flags of `pod-chaos preflight`. */
export const PREFLIGHT_FLAGS: FlagsTable<PreflightFlags> = {
  fault: {
    valueName: PREFLIGHT_FAULTS.join('|'),
    expected: PREFLIGHT_FAULTS.join(' or '),
    help: 'Only this fault; may be repeated; default: all but flush, which needs --node.',
    repeated: true,
    read: (texts) => {
      const faults = texts.map((text) => PREFLIGHT_FAULTS.find((fault) => fault === text));
      return faults.every((fault) => fault !== undefined) ? faults : undefined;
    },
    fallback: [],
  },
  'check-nodes': switchFlag(
    'Tries a network fault for a moment in a pod of its own on each node, or rehearses a flush of it.',
  ),
  'in-pod': switchFlag('Puts an agent that only looks into each pod; it stays listed there.'),
  ...TARGET_FLAGS,
  ...AGENT_FLAGS,
  ...CLUSTER_FLAGS,
};
