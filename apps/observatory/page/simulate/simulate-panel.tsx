import type { VNode } from 'preact';

/** The settings of a simulation, and what it comes to. */
export function SimulatePanel(): VNode {
  return <section aria-label="Simulate" />;
}
