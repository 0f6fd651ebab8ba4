// What to do to a pod's network, to requests that come by it and to what it has of its node: checked and said in words, before anybody
// is asked.
export { describeFault } from './describe-fault.ts';
export type { FaultSpec } from './fault-spec.ts';
export { FLUSH_TABLES, type FlushFaultSpec, type FlushTable } from './flush/spec.ts';
export type { RequestFaultSpec } from './requests/spec.ts';
export { spareNode } from './network/spare-node.ts';
export type { NetemSpec, NetworkFaultSpec, PortRange, TrafficScope } from './network/spec.ts';
export { isOfPodNetwork, type PodNetworkFaultSpec } from './pod-network.ts';
export { describeLevel } from './resources/describe.ts';
export type { BurnFaultSpec, FillDiskFaultSpec, FillMemoryFaultSpec } from './resources/spec.ts';
export type { ToxicFaultSpec } from './toxics/spec.ts';
export { validateFault } from './validate-fault.ts';
