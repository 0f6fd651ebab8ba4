import type { VNode } from 'preact';
import { CurvePanel } from '../panels/curve/curve-panel.tsx';
import { ReproductionPanel } from '../panels/reproduction/reproduction-panel.tsx';

/** What is drawn over time, with the library for it. */
export function Charts(): VNode {
  return (
    <>
      <CurvePanel />
      <ReproductionPanel />
    </>
  );
}
