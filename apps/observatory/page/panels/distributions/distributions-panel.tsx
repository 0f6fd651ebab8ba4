import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { estimates } from '../../estimates/estimates.ts';
import { keepEstimating } from '../../estimates/run-estimates.ts';
import { shareWord } from '../../state/address.ts';
import { brush, model, moment, shownMs, strain } from '../../state/store.ts';
import { PanelFrame } from '../panel-frame.tsx';
import { usePaced } from '../use-paced.ts';
import { BarsChart } from './bars-chart.tsx';
import { cohortOf } from './cohort.ts';
import { offspringSummary } from './offspring-summary.ts';
import { generationsSummary, intervalSummary, livesSummary } from './other-summaries.ts';
import { CURVES_TEXT, summaryPicture } from './summary-picture.ts';
import { summaryTable } from './summary-table.ts';
import type { Summary } from './summary.ts';

const KINDS = {
  offspring: 'offspring',
  interval: 'generation interval',
  generations: 'generations',
  lives: 'lives of pods',
} as const;
type Kind = keyof typeof KINDS;

const shown: Signal<Kind> = signal('offspring');

shareWord('dist', shown, Object.keys(KINDS) as Kind[], true);

/** Whether whom somebody infected is known late, as no podder can be asked: undefined before that is found out. */
const isLate: ReadonlySignal<boolean | undefined> = computed(
  () => estimates.value && estimates.value.settledUntilMs < Infinity,
);

/** How infections and pods are distributed: what each caused, how long that took, how often each lived. */
export function DistributionsPanel(): VNode {
  const tick = usePaced(1_000).value;
  const kind = shown.value;
  // Which knows that; the panel of estimates may not be there.
  useEffect(keepEstimating, []);
  const summary = useMemo((): Summary | undefined => {
    const [fromMs, untilMs] = brush.value ?? [-Infinity, Infinity];
    const settledUntilMs = estimates.peek()?.settledUntilMs ?? Infinity;
    const span = { fromMs, untilMs: Math.min(untilMs, shownMs.peek()), strain: strain.value, settledUntilMs };
    if (kind === 'generations') return generationsSummary(model, span);
    const at = moment.peek();
    if (kind === 'lives') return at && livesSummary(at);
    const cohort = cohortOf(model.infections, span);
    return kind === 'offspring' ? offspringSummary(cohort) : intervalSummary(model.infections, cohort);
  }, [tick, kind, brush.value, strain.value, isLate.value]);
  const latest = useRef(summary);
  latest.current = summary;
  const isEmpty = summary === undefined || summary.counts.every((count) => count === 0);
  return (
    <PanelFrame
      name="distributions"
      title={`Distribution: ${KINDS[kind]}`}
      version={tick}
      table={() => (summary === undefined ? { length: 0, columns: [] } : summaryTable(summary))}
      picture={() =>
        (...box) =>
          latest.current && summaryPicture(latest.current)(...box)
        }
      caption={summary?.note ?? ''}
      controls={
        <select
          aria-label="Which distribution"
          value={kind}
          onChange={({ currentTarget }) => (shown.value = currentTarget.value as Kind)}
        >
          {Object.entries(KINDS).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      }
    >
      {isEmpty ? (
        <p class="nothing">
          {kind === 'lives'
            ? 'No pods are known yet.'
            : 'No infection in this stretch of time is over yet: there is nothing to sum up.'}
        </p>
      ) : (
        <div class="distribution">
          <BarsChart summary={summary} />
          <dl tabIndex={0} aria-label="In numbers">
            {summary.facts.map(([name, text]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
            {summary.curves.length > 0 && (
              <div>
                <dt>curves</dt>
                <dd>{CURVES_TEXT}</dd>
              </div>
            )}
          </dl>
        </div>
      )}
    </PanelFrame>
  );
}
