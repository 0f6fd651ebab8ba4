import type { VNode } from 'preact';

/** How many each infects, and how many are infected, over time. */
export function ReproductionPanel(): VNode {
  return <section aria-label="Reproduction number" />;
}
