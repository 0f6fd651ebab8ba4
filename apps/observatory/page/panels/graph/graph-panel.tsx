import type { VNode } from 'preact';

/** Soon. */
export function GraphPanel(): VNode {
  return <p />;
}
