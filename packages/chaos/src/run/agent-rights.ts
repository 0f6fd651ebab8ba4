import type { V1SecurityContext } from '@kubernetes/client-node';
import type { AgentSpec } from '../agent/spec.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';

/** Nobody in particular; the user of the image. */
const NOBODY = 65_532;

/** What nobody in particular runs with, who has no right at all. */
export const UNPRIVILEGED_CONTEXT: Readonly<{
  runAsUser: number;
  runAsGroup: number;
  runAsNonRoot: boolean;
  capabilities: { drop: string[] };
  allowPrivilegeEscalation: boolean;
  readOnlyRootFilesystem: boolean;
  seccompProfile: { type: string };
}> = {
  runAsUser: NOBODY,
  runAsGroup: NOBODY,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** The capabilities that an agent needs for a fault of each kind, and to end one. */
const CAPABILITIES: Readonly<Record<FaultSpec['kind'], readonly string[]>> = {
  network: ['NET_ADMIN'],
  requests: ['NET_ADMIN'],
  toxics: ['NET_ADMIN'],
  flush: ['NET_ADMIN'],
  rehearsal: ['NET_ADMIN'],
  signal: ['KILL'],
  burn: [],
  'fill-memory': [],
  // Volumes are mostly not root's, whom nothing but this lets in then.
  'fill-disk': ['DAC_OVERRIDE'],
};

/** Faults whose agents are nobody in particular: they touch nothing that is not theirs. */
const UNPRIVILEGED: ReadonlySet<FaultSpec['kind']> = new Set(['burn', 'fill-memory']);

/** The rights that an order takes, and no more. One that ends what it does not know takes those for the network. */
export function rightsOf({ fault, kinds }: AgentSpec, netRaw: boolean): V1SecurityContext {
  const all: readonly FaultSpec['kind'][] = fault === undefined ? (kinds ?? ['network']) : [fault.kind];
  const add = [
    ...new Set(all.flatMap((kind) => CAPABILITIES[kind])),
    ...(netRaw && all.some((kind) => CAPABILITIES[kind].includes('NET_ADMIN')) ? ['NET_RAW'] : []),
  ];
  const isRoot = all.some((kind) => !UNPRIVILEGED.has(kind));
  return {
    ...UNPRIVILEGED_CONTEXT,
    ...(isRoot && { runAsUser: 0, runAsGroup: 0, runAsNonRoot: false }),
    capabilities: { drop: ['ALL'], ...(add.length === 0 ? {} : { add }) },
  };
}
