import { CONDITIONS } from '@pod-contagion/epidemic';
import type { VNode } from 'preact';
import { estimates, type Estimates } from '../estimates/estimates.ts';
import { atLeast } from '../estimates/word.ts';
import { findNow } from '../state/find.ts';
import { shownCounts } from '../state/shown-counts.ts';
import { cursorMs, model, search, version } from '../state/store.ts';
import { MEANINGS } from '../state/conditions.ts';
import { MARK_WORDS } from '../state/marks.ts';
import { shortNumber } from '../state/words.ts';
import { Swatch } from './swatch.tsx';

/** The legend, which says how many there are of each: press one to find those. */
export function Counters(): VNode {
  return (
    <ul class="counters" aria-label="How many pods are what">
      {CONDITIONS.map((condition, code) => {
        const wanted = `is=${condition}`;
        const isOn = search.value === wanted;
        return (
          <li key={condition}>
            <button
              type="button"
              aria-pressed={isOn}
              title={`${MEANINGS[code] ?? ''} Mark: ${MARK_WORDS[code] ?? ''}.`}
              onClick={() => findNow(isOn ? '' : wanted)}
            >
              <Swatch code={code} />
              <span class="word">{condition}</span>{' '}
              <b data-count={condition}>{shownCounts.value[code] ?? 0}</b>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function generationsText(value: Estimates | undefined): string {
  if (value !== undefined) return atLeast(`${value.generations}`, value.isLeast);
  return cursorMs.value === undefined ? `${model.totals.generations}` : '–';
}

/** What is estimated, in four numbers. */
export function Numbers(): VNode {
  void version.value;
  const { value } = estimates;
  const r = value?.reproduction;
  const when = value?.when ?? '';
  return (
    <dl class="numbers">
      <div
        title={`Reproduction number: how many each infects, of those infected ${when}, with its 95 % interval. Above 1 it grows.`}
      >
        <dt>R</dt>
        <dd>
          <b>{r === undefined ? '–' : shortNumber(r.value)}</b>
          {r !== undefined && (
            <span class="between">
              {' '}
              ({shortNumber(r.low)}–{shortNumber(r.high)})
            </span>
          )}{' '}
          <span class="word">{value === undefined ? 'unknown' : value.word}</span>
        </dd>
      </div>
      <div title={`How many pods were infected a second ${when}.`}>
        <dt>infections/s</dt>
        <dd>
          <b>{value === undefined ? '–' : shortNumber(value.infectionsPerSecond)}</b>
        </dd>
      </div>
      <div title="Attack rate: distinct pods that were infected by the moment that is shown, of all that could have been by then.">
        <dt>attack rate</dt>
        <dd>
          <b>{value === undefined ? '–' : atLeast(`${Math.round(100 * value.attackRate)} %`, value.isCut)}</b>
        </dd>
      </div>
      <div title="The longest chain of who infected whom, up to the moment that is shown.">
        <dt>generations</dt>
        <dd>
          <b>{generationsText(value)}</b>
        </dd>
      </div>
    </dl>
  );
}
