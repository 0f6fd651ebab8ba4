import type { VNode } from 'preact';

/** The tabs, and the panel of the one that is open. */
export function TabPanel(): VNode {
  return <section aria-label="Details" />;
}
