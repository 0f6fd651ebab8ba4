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

/** Where the numbers are from. */
const SOURCE =
  '`rigs/real-cluster/flush.ts` makes the numbers ([flush.csv](../findings/flush.csv)), `npm run findings` draws the picture.';

const PICTURE =
  '![One line for each run, from when the rules were gone until what had not come back was put back](../findings/flush.svg)';

/** The table and the picture, where there are runs. */
export function flushes(): string {
  const runs = readFlushRuns(readFileSync(`${ROOT}docs/findings/flush.csv`, 'utf8'));
  if (runs.length === 0) return `No run of the command itself is recorded here yet. ${SOURCE}`;
  const about =
    'Three runs each on Kubernetes 1.36.2, kube-proxy in iptables mode with its defaults, iptables of nf_tables, one node; a Service with four pods was asked ten times a second from the node, each time on a new connection.';
  return [tableOf(runs), PICTURE, `${about} ${SOURCE}`].join('\n\n');
}

/** A row for each way, its runs beside each other. */
function tableOf(runs: readonly FlushRun[]): string {
  const rows = FLUSH_WAYS.map(({ name, typed }) => ({ typed, own: runs.filter(({ way }) => way === name) }));
  return table(
    HEAD,
    rows.filter(({ own }) => own.length > 0).map(({ typed, own }) => [typed].concat(cellsOf(own))),
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
