import type { VNode } from 'preact';
import { clockTime, shortNumber } from '../state/words.ts';
import { fan } from './fan.ts';
import { askWhatIf, forgetWhatIf, whatIf } from './what-if.ts';
import { whatIfLines } from './what-if-sentences.ts';

/** So many lines of the table are read. */
const LINES = 24;

/** What comes of it if it goes on from here: asked, told, and as a table. */
export function WhatIfPanel(): VNode {
  const state = whatIf.value;
  return (
    <div class="scroll what-if" tabIndex={0} role="region" aria-label="What if from here">
      <div class="simulate-buttons">
        <button type="button" onClick={askWhatIf}>
          {state?.phase === 'running' ? 'begin again' : 'simulate from here'}
        </button>
        <button type="button" disabled={state === undefined} onClick={forgetWhatIf}>
          take away
        </button>
      </div>
      <ul aria-live="polite">
        {whatIfLines(state, fan.value).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {state !== undefined && state.unknown.length > 0 && (
        <details>
          <summary>What is not known of the present</summary>
          <ul>
            {state.unknown.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
      {fan.value !== undefined && (
        <details>
          <summary>As a table</summary>
          <FanTable />
        </details>
      )}
    </div>
  );
}

function FanTable(): VNode | null {
  const { value } = fan;
  if (value === undefined) return null;
  const { atMs, low, median, high } = value;
  const stride = Math.ceil(atMs.length / LINES);
  return (
    <table>
      <thead>
        <tr>
          {['time', 'infected, a tenth below', 'middle', 'a tenth above'].map((name) => (
            <th scope="col" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: Math.ceil(atMs.length / stride) }, (_, line) => line * stride).map((point) => (
          <tr key={point}>
            <th scope="row">{clockTime(atMs[point]!)}</th>
            {[low, median, high].map((column, place) => (
              <td key={place}>{shortNumber(column[point]!)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
