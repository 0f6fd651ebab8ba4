// Events and Prometheus metrics of what is done.
export { podEventOf, type PodEvent } from './event-of-run.ts';
export { POD_EVENT_REASONS, type PodEventReason } from './event-reasons.ts';
export { CHAOS_METRICS, type MetricFault } from './metric-names.ts';
export { createChaosMetrics, type ChaosMetrics } from './metrics.ts';
export { createEventRecorder, type EventRecorder, type EventRecorderOptions } from './record-event.ts';
