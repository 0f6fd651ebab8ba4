import type { ExperimentVerdict } from '../engine/journal.ts';
import type { Moment } from '../engine/events.ts';
import { MAX_SHOWN_OUTPUT } from '../limits.ts';
import type { Json } from '../json.ts';

/** A verdict in the words of a report. */
export const VERDICT_WORDS: Readonly<Record<ExperimentVerdict, string>> = {
  held: 'The hypothesis held',
  deviated: 'The hypothesis did not hold',
  'not-steady': 'Not begun: the hypothesis did not hold before',
  refused: 'Not begun: it was refused',
  failed: 'Nothing is shown: something was not done as it should be',
  'not-ended': 'Something may be left in the cluster',
  interrupted: 'Interrupted',
};

/** When a look was. */
export const MOMENT_WORDS: Readonly<Record<Moment, string>> = {
  before: 'before the method',
  during: 'during the method',
  after: 'after the method',
};

/** How long after the begin. */
export function since(ms: number, startMs: number): string {
  return `${((ms - startMs) / 1_000).toFixed(1)} s`;
}

/** An output as text, no longer than a reader wants it. */
export function shownOutput(output: Json): string {
  const text = typeof output === 'string' ? output : (JSON.stringify(output, undefined, 2) ?? '');
  return text.length <= MAX_SHOWN_OUTPUT
    ? text
    : `${text.slice(0, MAX_SHOWN_OUTPUT)}\n… the journal has the rest`;
}
