import t from 'tap';
import { formatProbeReport } from '../../src/probe/format.ts';
import type { ConnectionReport } from '../../src/probe/report.ts';

const quiet: ConnectionReport = {
  connection: 'kept',
  sent: 100,
  answered: 100,
  failed: 0,
  unfinished: 0,
  unsent: { busy: 0, late: 0 },
  connections: 1,
  errors: {},
  latency: { p50Us: 1_234, p90Us: 2_000, p95Us: 3_000, p99Us: 99_000, maxUs: 223_400 },
  outages: [],
  outageCount: 0,
  outageSeconds: 0,
  longestOutageSeconds: 0,
  strip: { cellMs: 200, cells: '....' },
};

const broken: ConnectionReport = {
  ...quiet,
  connection: 'new',
  answered: 60,
  failed: 38,
  unfinished: 2,
  unsent: { busy: 3, late: 4 },
  connections: 98,
  errors: { refused: 30, 'status 418': 8 },
  outages: [
    {
      begin: '2026-11-21T08:52:15.798Z',
      end: '2026-11-21T08:52:17.300Z',
      beginMs: 1102,
      endMs: 2604,
      lengthSeconds: 1.5,
      failed: 15,
      errors: { refused: 15 },
    },
    {
      begin: '2026-11-21T08:52:20.000Z',
      end: undefined,
      beginMs: 5304,
      endMs: undefined,
      lengthSeconds: 2.3,
      failed: 23,
      errors: { refused: 15, 'status 418': 8 },
    },
  ],
  outageCount: 7,
  outageSeconds: 9.8,
  longestOutageSeconds: 2.3,
  strip: { cellMs: 200, cells: '.x/x' },
};

t.test('a report for a terminal', async (t) => {
  const lines = formatProbeReport({
    url: 'http://10.0.0.1:8080/',
    startedAt: '2026-11-21T08:52:14.696Z',
    endedAt: '2026-11-21T08:52:24.696Z',
    durationMs: 10_000,
    ratePerSecond: 10,
    timeoutMs: 1_000,
    interrupted: true,
    connections: [broken, quiet],
  });
  t.same(lines, [
    'http://10.0.0.1:8080/: 10 requests/s on each kind of connection for 10 s, timeout 1.0 s (interrupted)',
    '',
    'each character is 0.2 s: . answered, x failed, / some failed',
    'new        |.x/x|',
    'kept-alive |....|',
    '',
    'new connections: 100 sent, 60 answered, 38 failed (30 refused, 8 status 418); 98 opened',
    '  2 given up at the end',
    '  3 not sent: too many in flight',
    '  4 not sent: this process stood still',
    '  latency p50 1.2 ms  p90 2.0 ms  p95 3.0 ms  p99 99.0 ms  max 223 ms',
    '  7 outages, 9.8 s in all, longest 2.3 s',
    '  the last 2:',
    '  1.5 s from 08:52:15.7Z (1.1 s after the start) until 08:52:17.3Z: 15 failed (15 refused)',
    '  2.3 s from 08:52:20.0Z (5.3 s after the start) still down: 23 failed (15 refused, 8 status 418)',
    '',
    'kept-alive connections: 100 sent, 100 answered, 0 failed; 1 opened',
    '  latency p50 1.2 ms  p90 2.0 ms  p95 3.0 ms  p99 99.0 ms  max 223 ms',
    '  no outage',
  ]);
});
