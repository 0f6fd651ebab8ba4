import { CONDITIONS } from '@pod-contagion/epidemic';
import type { VNode } from 'preact';
import { chosenSpan } from '../../state/charts.ts';
import { clockTime } from '../../state/words.ts';
import { model, version } from '../../state/store.ts';
import { STACK, stackCurve } from './stack.ts';

/** So many lines are read; the span is the same. */
const LINES = 20;

/** The curve in numbers: of the brush, or of all there is. */
export function CurveTable(): VNode {
  void version.value;
  const { t, counts } = stackCurve(model.timeline.curve, chosenSpan.value, LINES);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Conditions over time, as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">time</th>
            {STACK.map((code) => (
              <th scope="col" key={code}>
                {CONDITIONS[code]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {t.map((timeMs, line) => (
            <tr key={timeMs}>
              <th scope="row">{clockTime(timeMs)}</th>
              {STACK.map((code, layer) => (
                <td key={code}>{counts[layer]![line]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
