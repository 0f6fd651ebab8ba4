import type { VNode } from 'preact';

/** Who infected whom, in time. */
export function TreePanel(): VNode {
  return <section aria-label="Transmission tree" />;
}
