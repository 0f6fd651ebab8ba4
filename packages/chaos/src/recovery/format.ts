import { formatDuration } from '@pod-contagion/notations';
import type { RecoveryReport, RecoverySummary, ReportedDeparture } from './report.ts';

/** The most departures that are written one by one; the others are in the report. */
const MAX_SHOWN = 30;

const HOW: Readonly<Record<ReportedDeparture['how'], string>> = {
  deleted: 'was deleted',
  failed: 'failed',
  'not-ready': 'was not Ready',
  restarted: 'was restarted',
  replicas: 'had too few Ready pods',
};

/** Writes a report for a terminal, lines without line ends: a row per kind, then each departure. */
export function formatRecoveryReport(report: RecoveryReport): string[] {
  const { namespaces, selector, durationMs, breaks, forgotten, summaries, departures } = report;
  const lines = [
    `${namespaces.join(', ')}${selector === undefined ? '' : `, ${selector}`}: watched for ${formatDuration(durationMs)}`,
  ];
  if (breaks > 0) lines.push(`the watch broke ${breaks} ${breaks === 1 ? 'time' : 'times'} and was resumed`);
  if (departures.length === 0) return [...lines, 'nothing left'];
  lines.push('', row(['', 'left', 'back', 'down', 'min', 'p50', 'p90', 'max']));
  for (const summary of summaries) if (summary.left > 0) lines.push(formatSummary(summary));
  const unneeded = departures.filter(({ state }) => state === 'unneeded').length;
  if (unneeded > 0) lines.push(`${unneeded} gone for good: their workload has all it wants`);
  const inexact = departures.filter((departure) => departure.inexact).length;
  if (inexact > 0)
    lines.push(`${inexact} left or came back while the watch was broken, and are not in min to max`);
  if (forgotten > 0) lines.push(`${forgotten} more were not kept`);
  const shown = departures.slice(-MAX_SHOWN);
  lines.push('');
  if (shown.length < departures.length) lines.push(`the last ${shown.length}:`);
  return [...lines, ...shown.map((departure) => formatDeparture(departure, namespaces.length > 1))];
}

function formatSummary({ kind, left, back, stillDown, downMs }: RecoverySummary): string {
  const times = downMs === undefined ? [] : [downMs.minMs, downMs.p50Ms, downMs.p90Ms, downMs.maxMs];
  return row([`${kind}s`, left, back, stillDown, ...times.map((time) => formatDown(time))]);
}

function row(cells: readonly (string | number)[]): string {
  const [first = '', ...others] = cells;
  return `${String(first).padEnd(13)}${others.map((cell) => String(cell).padStart(8)).join('')}`.trimEnd();
}

/** One departure on a line; with its namespace where there are several. */
export function formatDeparture(departure: ReportedDeparture, withNamespace: boolean): string {
  const { kind, namespace, name, how, state, leftAt, downMs, replacement, inexact } = departure;
  const where = withNamespace ? `${namespace}/` : '';
  const subject = `${leftAt.slice(11, 21)}Z ${kind.toLowerCase()} ${where}${name} ${HOW[how]}`;
  const after = inexact ? 'at some time' : `after ${formatDown(downMs ?? 0)}`;
  if (state === 'down') return `${subject}, still down`;
  if (state === 'unneeded') return `${subject}, not needed any more`;
  return `${subject}, back ${after}${replacement === undefined ? '' : ` as ${replacement}`}`;
}

/** Below a second in ms: on a local cluster all is back at once. */
function formatDown(durationMs: number): string {
  return durationMs < 999.5 ? `${Math.round(durationMs)} ms` : formatDuration(durationMs);
}
