import type { Kubernetes, Selection, TargetOptions } from '@pod-contagion/chaos';
import type { KillEvent } from '@pod-contagion/chaos/kill';
import type { RunEvent } from '@pod-contagion/chaos/run';
import type { InPlace } from '../session/in-place.ts';

/** What actions of an experiment share: the cluster, and who has to know of what they do. */
export type ActionPlace = Readonly<{
  /** Connects once, and says where. */
  connect: () => Promise<Kubernetes>;
  /** Takes what happens to pods, for Events. */
  happened: (event: RunEvent | KillEvent) => void;
  /** Takes a run that is in place, for whoever leaves at once. */
  began: (run: string, inPlace: InPlace) => void;
}>;

/** The namespaces of a choice of pods: those that it names, else the context's own. */
export function inNamespaces(kube: Kubernetes, plan: TargetOptions): TargetOptions {
  return { ...plan, namespaces: plan.namespaces.length > 0 ? plan.namespaces : [kube.namespace] };
}

/** Whom a choice would hit now, in lines. */
export function selectionLines({ chosen, qualifying, seed }: Selection): readonly string[] {
  const pods = chosen.map(({ namespace, name }) => `${namespace}/${name}`).join(', ');
  return [
    `would hit ${chosen.length} of ${qualifying} that qualify (seed ${seed})${pods === '' ? '' : `: ${pods}`}`,
  ];
}
