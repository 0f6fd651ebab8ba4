import type { Kubernetes, TargetOptions } from '@pod-contagion/chaos';
import type { KillEvent } from '@pod-contagion/chaos/kill';
import type { RunEvent } from '@pod-contagion/chaos/run';
import type { Output } from '../session/output.ts';

/** What actions of an experiment share: the cluster, and who has to know of what they do. */
export type ActionPlace = Readonly<{
  /** Connects once, and says where. */
  connect: () => Promise<Kubernetes>;
  /** Takes what happens to pods, for Events. */
  happened: (event: RunEvent | KillEvent) => void;
  /** Takes what says of a run that was begun what is left of it, for whoever leaves at once. */
  began: (tellLeft: (output: Output) => void) => void;
}>;

/** The namespaces of a choice of pods: those that it names, else the context's own. */
export function inNamespaces(kube: Kubernetes, plan: TargetOptions): TargetOptions {
  return { ...plan, namespaces: plan.namespaces.length > 0 ? plan.namespaces : [kube.namespace] };
}
