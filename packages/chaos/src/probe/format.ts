import { formatDuration } from '@pod-contagion/notations';
import type { ConnectionKind, ConnectionReport, ProbeReport, ReportedOutage } from './report.ts';
import type { ErrorCounts } from './timeline.ts';

const TITLES: Readonly<Record<ConnectionKind, string>> = { new: 'new', kept: 'kept-alive' };

/** The most outages of one kind of connection that are written one by one; the others are in the report. */
const MAX_OUTAGES_SHOWN = 20;

/** Writes a report for a terminal, lines without line ends: the timeline first, then numbers, then each outage. */
export function formatProbeReport(report: ProbeReport): string[] {
  const { url, durationMs, ratePerSecond, timeoutMs, interrupted, connections } = report;
  const lines = [
    `${url}: ${ratePerSecond} requests/s on each kind of connection for ${formatDuration(durationMs)}, ` +
      `timeout ${formatDuration(timeoutMs)}${interrupted ? ' (interrupted)' : ''}`,
  ];
  const [first] = connections;
  if (first !== undefined) {
    const cell = formatDuration(first.strip.cellMs);
    lines.push('', `each character is ${cell}: . answered, x failed, / some failed`);
    for (const { connection, strip } of connections)
      lines.push(`${TITLES[connection].padEnd(10)} |${strip.cells}|`);
  }
  for (const connection of connections) lines.push('', ...formatConnection(connection));
  return lines;
}

function formatConnection(report: ConnectionReport): string[] {
  const { sent, answered, failed, unfinished, unsent, connections, latency, outages, outageCount } = report;
  const title = TITLES[report.connection];
  const lines = [
    `${title} connections: ${sent} sent, ${answered} answered, ${failed} failed` +
      `${failed === 0 ? '' : ` (${formatErrors(report.errors)})`}; ${connections} opened`,
  ];
  if (unfinished > 0) lines.push(`  ${unfinished} given up at the end`);
  if (unsent.busy > 0) lines.push(`  ${unsent.busy} not sent: too many in flight`);
  if (unsent.late > 0) lines.push(`  ${unsent.late} not sent: this process stood still`);
  if (latency !== undefined) {
    const { p50Us, p90Us, p95Us, p99Us, maxUs } = latency;
    const values = [p50Us, p90Us, p95Us, p99Us, maxUs].map((us) => formatMs(us));
    const names = ['p50', 'p90', 'p95', 'p99', 'max'];
    lines.push(`  latency ${names.map((name, index) => `${name} ${values[index]}`).join('  ')}`);
  }
  if (outageCount === 0) return [...lines, `  no outage`];
  lines.push(
    `  ${outageCount} ${outageCount === 1 ? 'outage' : 'outages'}, ${formatTenths(report.outageSeconds)} in all, ` +
      `longest ${formatTenths(report.longestOutageSeconds)}`,
  );
  const shown = outages.slice(-MAX_OUTAGES_SHOWN);
  if (shown.length < outageCount) lines.push(`  the last ${shown.length}:`);
  return [...lines, ...shown.map((outage) => `  ${formatOutage(outage)}`)];
}

function formatOutage({ begin, end, beginMs, lengthSeconds, failed, errors }: ReportedOutage): string {
  const after = `${formatTenths(beginMs / 1_000)} after the start`;
  const until = end === undefined ? 'still down' : `until ${clockTime(end)}`;
  return `${formatTenths(lengthSeconds)} from ${clockTime(begin)} (${after}) ${until}: ${failed} failed (${formatErrors(errors)})`;
}

function formatErrors(errors: ErrorCounts): string {
  return Object.entries(errors)
    .toSorted(([, one = 0], [, other = 0]) => other - one)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');
}

function formatMs(us: number): string {
  return us < 100_000 ? `${(us / 1_000).toFixed(1)} ms` : `${Math.round(us / 1_000)} ms`;
}

function formatTenths(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

/** `12:34:56.7Z` of an ISO time. */
function clockTime(iso: string): string {
  return `${iso.slice(11, 21)}Z`;
}
