/** What was measured of flushed nodes, as a table in Markdown. */
import { readFileSync } from 'node:fs';
import { ROOT } from '../files.ts';
import { FLUSH_WAYS, readFlushRuns, type FlushRun } from '../findings/flush-runs.ts';
import { table } from './table.ts';

const HEAD = [
  'flushed',
  'requests that failed',
  'longest outage',
  'kube-proxy had written all again',
  'put back in the end',
];

/** A row for each way, its runs beside each other. */
export function flushes(): string {
  const runs = readFlushRuns(readFileSync(`${ROOT}docs/findings/flush.csv`, 'utf8'));
  const rows = FLUSH_WAYS.map(({ name, typed }) => ({ typed, own: runs.filter(({ way }) => way === name) }));
  return table(
    HEAD,
    rows.filter(({ own }) => own.length > 0).map(({ typed, own }) => [typed, ...cellsOf(own)]),
  );
}

function cellsOf(runs: readonly FlushRun[]): readonly string[] {
  const outages = runs.map(({ outage }) =>
    outage === undefined ? 'none' : (outage.end - outage.begin).toFixed(1),
  );
  const backs = runs.map(({ backSeconds }) => backSeconds?.toFixed(1) ?? 'not');
  const hasOutage = outages.some((each) => each !== 'none');
  const isBack = backs.some((each) => each !== 'not');
  return [
    runs.map(({ failed, sent }) => `${failed} of ${sent}`).join(', '),
    hasOutage ? `${outages.join(', ')} s` : 'none',
    isBack ? `after ${backs.join(', ')} s` : 'not by itself',
    runs
      .map(({ chainsRestored, rulesRestored }) => `${chainsRestored} chains, ${rulesRestored} rules`)
      .join('; '),
  ];
}
