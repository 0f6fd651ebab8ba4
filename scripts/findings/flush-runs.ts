/** What was tried of flushed nodes, and the table of it: docs/findings/flush.csv. */
import type { FlushReport } from '@pod-contagion/chaos/nodes';

/** One way to flush. */
export type FlushWay = Readonly<{
  /** Its name in the table. */
  name: string;
  /** As somebody types it on the node. */
  typed: string;
  flags: readonly string[];
  /** After which what has not come back is put back. */
  durationSeconds: number;
}>;

const CHAINS = ['--delete-chains'];
const NAT = ['--table', 'nat'];
const ALL = ['--table', 'filter', '--table', 'nat', '--table', 'mangle'];

/** All of them, in the order of the page. */
export const FLUSH_WAYS: readonly FlushWay[] = [
  { name: 'filter', typed: 'iptables -F', flags: [], durationSeconds: 20 },
  { name: 'filter-chains', typed: 'iptables -F; iptables -X', flags: CHAINS, durationSeconds: 20 },
  { name: 'nat', typed: 'iptables -t nat -F', flags: NAT, durationSeconds: 45 },
  { name: 'nat-chains', typed: '-F and -X of nat', flags: [...NAT, ...CHAINS], durationSeconds: 45 },
  {
    name: 'all',
    typed: '-F and -X of filter, nat and mangle',
    flags: [...ALL, ...CHAINS],
    durationSeconds: 45,
  },
];

/** A run, times in seconds since the rules were gone. */
export type FlushRun = Readonly<{
  way: string;
  run: number;
  /** When it was put back what had not come back. */
  endSeconds: number;
  sent: number;
  failed: number;
  /** Of the longest outage; undefined where there was none. */
  outage: Readonly<{ begin: number; end: number }> | undefined;
  /** When kube-proxy had all of its rules back by itself; undefined where it did not. */
  backSeconds: number | undefined;
  chainsRestored: number;
  rulesRestored: number;
}>;

const COLUMNS = [
  'way',
  'run',
  'endSeconds',
  'sent',
  'failed',
  'outageBegin',
  'outageEnd',
  'backSeconds',
  'chainsRestored',
  'rulesRestored',
] as const;

/** The first line of the table. */
export function flushHeader(): string {
  return COLUMNS.join();
}

/** The line of a run, of what `pod-chaos flush --json` wrote; none where it has no report. */
export function flushRows({ name }: FlushWay, run: number, output: string): readonly string[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as FlushReport & { event: string })
    .filter(({ event }) => event === 'report')
    .map((report) => rowOf(name, run, report));
}

function rowOf(way: string, run: number, { targets, probe }: FlushReport): string {
  const { appliedAt = '', endedAt = '', effect } = targets[0]?.agent ?? {};
  const since = (at: string): number => (Date.parse(at) - Date.parse(appliedAt)) / 1_000;
  const connection = probe?.connections[0];
  const longest = connection?.outages.toSorted((one, other) => other.lengthSeconds - one.lengthSeconds)[0];
  const outageEnd = longest === undefined ? undefined : since(longest.end ?? probe?.endedAt ?? '');
  const proxys = effect?.flush?.returned.filter(({ by, isAll }) => by === 'kube-proxy' && isAll) ?? [];
  const backMs = proxys.length === 0 ? undefined : Math.max(...proxys.map(({ afterMs }) => afterMs));
  const values: readonly (string | number | undefined)[] = [
    way,
    run,
    since(endedAt).toFixed(1),
    connection?.sent,
    connection?.failed,
    longest === undefined ? undefined : since(longest.begin).toFixed(1),
    outageEnd?.toFixed(1),
    backMs === undefined ? undefined : (backMs / 1_000).toFixed(1),
    effect?.flush?.restored?.chains ?? 0,
    effect?.flush?.restored?.rules ?? 0,
  ];
  return values.map((value) => value ?? '').join();
}

/**
 * Reads the table.
 * @throws {Error} naming what is not as expected
 */
export function readFlushRuns(text: string): readonly FlushRun[] {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  if (head !== flushHeader()) throw new Error(`expected the columns ${flushHeader()}, got ${head}`);
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (name: (typeof COLUMNS)[number]): string => cells[COLUMNS.indexOf(name)] ?? '';
    const number = (name: (typeof COLUMNS)[number]): number => {
      const value = Number(cell(name));
      if (cell(name) === '' || Number.isNaN(value))
        throw new Error(`expected a number as ${name}, got ${line}`);
      return value;
    };
    const way = cell('way');
    if (!FLUSH_WAYS.some(({ name }) => name === way)) throw new Error(`expected a way, got ${line}`);
    return {
      way,
      run: number('run'),
      endSeconds: number('endSeconds'),
      sent: number('sent'),
      failed: number('failed'),
      outage:
        cell('outageBegin') === '' ? undefined : { begin: number('outageBegin'), end: number('outageEnd') },
      backSeconds: cell('backSeconds') === '' ? undefined : number('backSeconds'),
      chainsRestored: number('chainsRestored'),
      rulesRestored: number('rulesRestored'),
    };
  });
}
