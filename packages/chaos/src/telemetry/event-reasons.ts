/** Reasons of the Events that the toolkit writes, each with type, action and meaning. The docs' table is made from this. */
export const POD_EVENT_REASONS = {
  PodChaosKilled: { type: 'Warning', action: 'Delete', meaning: 'the pod was deleted' },
  PodChaosEvicted: { type: 'Warning', action: 'Evict', meaning: 'the pod was evicted' },
  PodChaosRefused: {
    type: 'Normal',
    action: 'Refuse',
    meaning: 'a PodDisruptionBudget, an admission rule or a rule of safety forbade it',
  },
  PodChaosSignalled: { type: 'Warning', action: 'Signal', meaning: 'a container was sent a signal' },
  PodChaosFaultApplied: {
    type: 'Warning',
    action: 'Apply',
    meaning: 'a fault is in place, until when it says',
  },
  PodChaosFaultEnded: { type: 'Normal', action: 'End', meaning: 'the fault is proven gone' },
  PodChaosFaultLeft: {
    type: 'Warning',
    action: 'End',
    meaning: 'it is not proven that the fault is gone: `pod-chaos cleanup`',
  },
  PodChaosFailed: {
    type: 'Warning',
    action: 'Fail',
    meaning: 'nothing was done to the pod, or not what was meant',
  },
} as const;

/** Why an Event was written. */
export type PodEventReason = keyof typeof POD_EVENT_REASONS;
