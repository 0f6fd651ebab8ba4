import type { VNode } from 'preact';
import { estimates } from '../../estimates/estimates.ts';
import { clockTime, shortNumber } from '../../state/words.ts';
import { rowsOf } from './rows.ts';
import { between } from './sentences.ts';

/** Both charts in numbers. */
export function ReproductionTable(): VNode {
  const { value } = estimates;
  const rows = value === undefined ? [] : rowsOf(value);
  const inBins = value?.reproductionInBins;
  const growth = value?.growth;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Reproduction number and incidence, as a table">
      {inBins !== undefined && <p>R of the window counted in bins, as EpiEstim does: {between(inBins)}</p>}
      {growth !== undefined && (
        <p>
          Growth of the window: {between(growth.perSecond)} a second
          {growth.reproduction !== undefined && `; R by that: ${between(growth.reproduction)}`}
        </p>
      )}
      <table>
        <thead>
          <tr>
            {['from', 'infected', 'in all', 'fell ill', 'in all', 'R', 'low', 'high'].map((name, place) => (
              <th scope="col" key={place}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(
            ({ atMs, infected, cumulative, fellIll, cumulativeIll, reproduction = [NaN, NaN, NaN] }) => (
              <tr key={atMs}>
                <th scope="row">{clockTime(atMs)}</th>
                <td>{infected}</td>
                <td>{cumulative}</td>
                <td>{fellIll}</td>
                <td>{cumulativeIll}</td>
                {reproduction.map((number, place) => (
                  <td key={place}>{shortNumber(number)}</td>
                ))}
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}
