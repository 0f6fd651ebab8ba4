import type { VNode } from 'preact';
import { bars, BARS, total, TOTALS } from '../panels/reproduction/incidence-choice.ts';
import { shown, SHOWN } from '../panels/reproduction/shown.ts';
import { shareWord } from '../state/address.ts';
import { CurvePanel } from '../panels/curve/curve-panel.tsx';
import { ReproductionPanel } from '../panels/reproduction/reproduction-panel.tsx';

shareWord('bars', bars, BARS);
shareWord('total', total, TOTALS);
shareWord('r', shown, SHOWN, true);

/** What is drawn over time, with the library for it. */
export function Charts(): VNode {
  return (
    <>
      <CurvePanel />
      <ReproductionPanel />
    </>
  );
}
