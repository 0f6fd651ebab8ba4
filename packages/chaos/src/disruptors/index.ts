// The names that users of k6 know.
export type { DisruptorOptions, Termination } from './disruptor.ts';
export type { DisruptorDuration } from './fields.ts';
export type { Netem, NetemScope, NetworkFault } from './network-fault.ts';
export { PodDisruptor } from './pod-disruptor.ts';
export type { Labels, PodCount, PodSelector } from './pod-selector.ts';
export type { GrpcFault, HttpFault, ProxyOptions } from './request-fault.ts';
export { ServiceDisruptor } from './service-disruptor.ts';
