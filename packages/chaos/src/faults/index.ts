// What to do to a pod's network: read, checked and said in words, before anybody is asked.
export { describeFault } from './describe-fault.ts';
export type { FaultSpec } from './fault-spec.ts';
export { FLUSH_TABLES, type FlushFaultSpec, type FlushTable } from './flush/spec.ts';
export { parseNetem } from './network/netem/parse.ts';
export { spareNode } from './network/spare-node.ts';
export type { NetemSpec, NetworkFaultSpec, PortRange, TrafficScope } from './network/spec.ts';
export { validateFault } from './validate-fault.ts';
