import type { VNode } from 'preact';

/** Soon. */
export function DistributionsPanel(): VNode {
  return <p />;
}
