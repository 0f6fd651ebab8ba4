import type { VNode } from 'preact';

/** Soon. */
export function HeatmapPanel(): VNode {
  return <p />;
}
