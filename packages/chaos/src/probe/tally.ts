import { createHistogram } from 'node:perf_hooks';
import type { ProbeErrorKind } from './error-kind.ts';
import type { ConnectionKind, ConnectionReport, ReportedOutage } from './report.ts';
import { createStrip } from './strip.ts';
import { createTimeline, type Outage } from './timeline.ts';

/** Counts what becomes of the requests over one kind of connection; takes as much memory after days as after a minute. */
export type Tally = Readonly<{
  sent: (atMs: number) => number;
  ended: (id: number, sentAtMs: number, endedAtMs: number, error?: ProbeErrorKind) => void;
  unfinished: (id: number) => void;
  unsent: (why: 'busy' | 'late', count: number) => void;
  report: (at: Readonly<{ startedAtMs: number; nowMs: number; connections: number }>) => ConnectionReport;
}>;

/** The longest latency that is told apart, far above the longest timeout, in microseconds. */
const MAX_LATENCY_US = 600_000_000;

/** Makes a tally of nothing. */
export function createTally(connection: ConnectionKind): Tally {
  const timeline = createTimeline();
  const strip = createStrip();
  const histogram = createHistogram({ lowest: 1, highest: MAX_LATENCY_US, figures: 3 });
  const counts = { sent: 0, answered: 0, failed: 0, unfinished: 0 };
  const unsent = { busy: 0, late: 0 };
  const errors: Record<string, number> = {};
  return {
    sent: (atMs) => {
      counts.sent++;
      return timeline.sent(atMs);
    },
    ended: (id, sentAtMs, endedAtMs, error) => {
      timeline.ended(id, endedAtMs, error);
      strip.add(sentAtMs, error !== undefined);
      if (error === undefined) {
        counts.answered++;
        histogram.record(Math.min(MAX_LATENCY_US, Math.max(1, Math.round((endedAtMs - sentAtMs) * 1_000))));
      } else {
        counts.failed++;
        errors[error] = (errors[error] ?? 0) + 1;
      }
    },
    unfinished: (id) => {
      counts.unfinished++;
      timeline.dropped(id);
    },
    unsent: (why, count) => {
      unsent[why] += count;
    },
    report: ({ startedAtMs, nowMs, connections }) => {
      const { latest, count, totalMs, longestMs } = timeline.outages(nowMs);
      return {
        connection,
        ...counts,
        unsent: { ...unsent },
        connections,
        errors: { ...errors },
        latency:
          counts.answered === 0
            ? undefined
            : {
                p50Us: histogram.percentile(50),
                p90Us: histogram.percentile(90),
                p95Us: histogram.percentile(95),
                p99Us: histogram.percentile(99),
                maxUs: histogram.max,
              },
        outages: latest.map((outage) => reported(outage, startedAtMs, nowMs)),
        outageCount: count,
        outageSeconds: tenths(totalMs),
        longestOutageSeconds: tenths(longestMs),
        strip: strip.strip(),
      };
    },
  };
}

function reported(outage: Outage, startedAtMs: number, nowMs: number): ReportedOutage {
  const { beginMs, endMs, failed, errors } = outage;
  return {
    begin: new Date(startedAtMs + beginMs).toISOString(),
    end: endMs === undefined ? undefined : new Date(startedAtMs + endMs).toISOString(),
    beginMs: Math.round(beginMs),
    endMs: endMs === undefined ? undefined : Math.round(endMs),
    lengthSeconds: tenths(Math.max(0, (endMs ?? nowMs) - beginMs)),
    failed,
    errors,
  };
}

function tenths(durationMs: number): number {
  return Math.round(durationMs / 100) / 10;
}
