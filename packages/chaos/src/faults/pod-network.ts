import type { FaultSpec } from './fault-spec.ts';
import type { NetworkFaultSpec } from './network/spec.ts';
import type { RequestFaultSpec } from './requests/spec.ts';
import type { ToxicFaultSpec } from './toxics/spec.ts';

/** A fault that a proxy before a port of the pod does. */
export type RedirectFaultSpec = RequestFaultSpec | ToxicFaultSpec;

/** A fault that changes a pod's network, which has to be its own. */
export type PodNetworkFaultSpec = NetworkFaultSpec | RedirectFaultSpec;

/** Whether a proxy does it. */
export function isRedirect(fault: FaultSpec): fault is RedirectFaultSpec {
  return fault.kind === 'requests' || fault.kind === 'toxics';
}

/** Whether it changes the pod's network. */
export function isOfPodNetwork(fault: FaultSpec): fault is PodNetworkFaultSpec {
  return fault.kind === 'network' || isRedirect(fault);
}

/**
 * The kind whose place in a pod a fault takes: of these there is one at a time, as two could not be undone one by one. All proxies
 * have the same rules.
 */
export function placeOf(kind: FaultSpec['kind']): FaultSpec['kind'] {
  return kind === 'toxics' ? 'requests' : kind;
}
