/**
 * `npm run bench`: what a podder costs, against the floor: the same Node.js binary doing nothing, or serving the
 * same answer with node:http alone. Every ratio is taken in one run, round by round in turn, of medians.
 * Measured is what is in the images: their binary and their start-up snapshot. And what the local cluster costs, against
 * podders with nothing around them; and how fast the simulator is, beside the same algorithm in C++; and what the page and its server take; and the standing proxy
 * beside others.
 */
import { spawnSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, SOURCE_CONDITION } from '../scripts/files.ts';
import { startBarePodders } from './bare-podders.ts';
import { runCluster, type ClusterRun } from './local-cluster.ts';
import { memoryOf } from './memory.ts';
import { reportObservatory } from './observatory/report.ts';
import { reportSimulator } from './simulator.ts';
import { reportProxy } from './proxy/report.ts';
import { startCost } from './start-cost.ts';
import { median, table } from './table.ts';
import { throughput } from './throughput.ts';
import { VARIANTS } from './variants.ts';

const START_ROUNDS = 15;
const SIDE_BY_SIDE = 20;
const LOAD_ROUNDS = 5;
const CLUSTER_ROUNDS = 5;
const HEALTHY_SECONDS = 30;
const EPIDEMIC_ROUNDS = 7;

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

async function inTurn<T>(
  names: readonly string[],
  rounds: number,
  measure: (name: string) => Promise<T>,
): Promise<Map<string, T[]>> {
  const results = new Map(names.map((name) => [name, [] as T[]]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      progress(`${name}, round ${round + 1} of ${rounds}`);
      results.get(name)?.push(await measure(name));
    }
  }
  progress('');
  return results;
}

async function reportStart(): Promise<void> {
  const names = ['nothing', 'image', 'bundle', 'source'];
  const results = await inTurn(names, START_ROUNDS, (name) => startCost(VARIANTS[name]));
  const floor = median(results.get('nothing') ?? []);
  process.stdout.write('\nProcessor time from start to the first 200 on /liveness (nothing: until idle)\n');
  const rows = names.map((name) => {
    const ms = median(results.get(name) ?? []);
    return [VARIANTS[name]?.label ?? name, `${ms.toFixed(0)} ms`, `${(ms / floor).toFixed(2)} x`];
  });
  process.stdout.write(table(['', 'median', 'ratio'], rows));
}

async function reportMemory(): Promise<void> {
  const names = ['nothing', 'image', 'bundle'];
  const results = await inTurn(names, 3, (name) => memoryOf(VARIANTS[name], SIDE_BY_SIDE));
  const floor = median((results.get('nothing') ?? []).map(({ pss }) => pss));
  process.stdout.write(`\nMemory of each of ${SIDE_BY_SIDE} side by side, idle\n`);
  const rows = names.map((name) => {
    const runs = results.get(name) ?? [];
    const pss = median(runs.map((run) => run.pss));
    const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
    return [
      VARIANTS[name]?.label ?? name,
      mebibytes(pss),
      mebibytes(median(runs.map((run) => run.rss))),
      `${(pss / floor).toFixed(2)} x`,
    ];
  });
  process.stdout.write(table(['', 'PSS', 'RSS', 'ratio of PSS'], rows));
}

async function reportThroughput(): Promise<void> {
  for (const [path, body] of [
    ['/face', 'action=achoo'],
    ['/liveness', undefined],
  ] as const) {
    const names = ['http', 'image'];
    const results = await inTurn(names, LOAD_ROUNDS, (name) => throughput(VARIANTS[name], path, body));
    const of = (name: string, key: 'perSecond' | 'perCpuSecond'): number =>
      median((results.get(name) ?? []).map((run) => run[key]));
    process.stdout.write(`\nRequests to ${path}, 50 connections, one core\n`);
    const rows = names.map((name) => [
      VARIANTS[name]?.label ?? name,
      of(name, 'perSecond').toFixed(0),
      `${(of(name, 'perSecond') / of('http', 'perSecond')).toFixed(2)} x`,
      of(name, 'perCpuSecond').toFixed(0),
      `${(of(name, 'perCpuSecond') / of('http', 'perCpuSecond')).toFixed(2)} x`,
    ]);
    process.stdout.write(table(['', 'per second', 'ratio', 'per second of processor time', 'ratio'], rows));
  }
}

async function reportSizes(): Promise<void> {
  const image = `${ROOT}dist/images/generic`;
  const entries = await readdir(image, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const megabytes = async (paths: readonly string[]): Promise<string> => {
    const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
    return `${(sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(1)} MB`;
  };
  process.stdout.write('\nImage, before compression\n');
  const rows = [
    ['all of it', await megabytes(files)],
    ['node, stripped', await megabytes([join(image, 'node')])],
    ['its libraries', await megabytes(files.filter((file) => file.includes('.so')))],
    ['start-up snapshot', await megabytes([join(image, 'podder.blob')])],
  ];
  process.stdout.write(table(['', 'size'], rows));
}

async function reportCluster(): Promise<void> {
  const floor: number[] = [];
  const runs: ClusterRun[] = [];
  for (let round = 1; round <= CLUSTER_ROUNDS; round++) {
    progress(`50 podders, round ${round} of ${CLUSTER_ROUNDS}`);
    floor.push(await startBarePodders(50));
    runs.push(await runCluster(50, 1));
  }
  progress('300 podders');
  const large = await runCluster(300, HEALTHY_SECONDS);
  progress('');
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  const floorMs = median(floor);
  const readyMs = median(runs.map((run) => run.readyMs));
  process.stdout.write(`\nThe local cluster, from npm start, medians of ${CLUSTER_ROUNDS} runs\n`);
  process.stdout.write(
    table(
      ['', 'median', 'ratio'],
      [
        ['the API server answers', seconds(median(runs.map((run) => run.apiMs))), ''],
        ['50 podders without a cluster are live', seconds(floorMs), '1.00 x'],
        ['50 podders are Ready', seconds(readyMs), `${(readyMs / floorMs).toFixed(2)} x`],
      ],
    ),
  );
  const gaps = large.probeGapsMs.toSorted((a, b) => a - b);
  const shownMs = (ms: number | undefined): string => `${(ms ?? NaN).toFixed(0)} ms`;
  process.stdout.write(`\n300 healthy podders for ${HEALTHY_SECONDS} s\n`);
  process.stdout.write(
    table(
      ['', ''],
      [
        ['all Ready after', seconds(large.readyMs)],
        ['processor share of cluster and view', `${(100 * large.processorShare).toFixed(0)} % of one core`],
        ['memory of cluster and view (PSS)', `${(large.pss / 1e6).toFixed(0)} MB`],
        ['the same with what it shares with the podders (RSS)', `${(large.rss / 1e6).toFixed(0)} MB`],
        [
          'between two probes due every second: least, median, most',
          [gaps[0], median(gaps), gaps.at(-1)].map(shownMs).join(', '),
        ],
        ['restarts, of which there should be none', String(large.restarts)],
      ],
    ),
  );
}

function reportEpidemic(): void {
  type Run = { firstListMs: number; observationUs: number; floorUs: number };
  const args = [`--conditions=${SOURCE_CONDITION}`, `${ROOT}bench/epidemic-run.ts`];
  const runs = Array.from({ length: EPIDEMIC_ROUNDS }, (_, round): Run => {
    progress(`epidemic, round ${round + 1} of ${EPIDEMIC_ROUNDS}`);
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`expected a measurement, got ${stderr}`);
    return JSON.parse(stdout) as Run;
  });
  progress('');
  const of = (key: keyof Run): number => median(runs.map((run) => run[key]));
  const ratio = median(runs.map(({ observationUs, floorUs }) => observationUs / floorUs));
  process.stdout.write(`\nThe store of an epidemic of 5,000 podders, medians of ${EPIDEMIC_ROUNDS} runs\n`);
  process.stdout.write(
    table(
      ['', 'median', 'ratio'],
      [
        ['the first list', `${of('firstListMs').toFixed(0)} ms`, ''],
        ['a Map whose value is replaced', `${of('floorUs').toFixed(2)} us`, '1.00 x'],
        ['an observation', `${of('observationUs').toFixed(2)} us`, `${ratio.toFixed(2)} x`],
      ],
    ),
  );
}

const SECTIONS = {
  start: reportStart,
  memory: reportMemory,
  throughput: reportThroughput,
  sizes: reportSizes,
  cluster: reportCluster,
  epidemic: reportEpidemic,
  simulator: () => reportSimulator(progress),
  observatory: () => reportObservatory(progress),
  proxy: () => reportProxy(progress),
};
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in SECTIONS));
if (unknown !== undefined) {
  process.stderr.write(
    `bench: expected ${Object.keys(SECTIONS).join(', ')}, got ${JSON.stringify(unknown)}\n`,
  );
  process.exit(2);
}
const built = spawnSync(process.execPath, [`${ROOT}scripts/build.ts`], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
if (built.status !== 0) process.exit(1);
process.stdout.write(`Node.js ${process.version}, ${process.platform} ${process.arch}\n`);
for (const [name, report] of Object.entries(SECTIONS)) {
  if (asked.length === 0 || asked.includes(name)) await report();
}
