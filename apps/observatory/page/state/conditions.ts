/** What each condition means, in one sentence. */
export const MEANINGS: readonly string[] = [
  'Its container does not run yet, or again, or is not ready yet.',
  'Well, and can be infected.',
  'Infected, and does not show it yet: its probes still succeed.',
  'Sneezes at others; its probes fail, so that Kubernetes will end it.',
  'Kubernetes waits before it starts it again (CrashLoopBackOff).',
  'Will not start again.',
];
