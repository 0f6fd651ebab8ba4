/**
 * Measures how a real cluster replaces pods, for the simulator's `replaceMs`, `createMs`, `createsPerSecond` and `scheduleMs`:
 * `node --conditions=@pod-contagion/source rigs/real-cluster/replace.ts --kubeconfig FILE [REPLICAS [SINGLES]]`, as cluster admin, with
 * the image pod-contagion:generic on the nodes; 50 and 15 unless it is said. It makes a namespace and removes it. Pods are deleted one
 * after the other first, then all at once. Times are those at which a watch heard of it, but for starts, which are whole seconds.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '@pod-contagion/simulator/statistics';
import { table } from '../../bench/table.ts';
import { until } from '../../scripts/testing/until.ts';
import { ROOT } from '../../scripts/files.ts';
import { openLab } from './lab.ts';
import { must } from './run.ts';

const QUANTILES = [0, 0.05, 0.5, 0.95, 1];
const LIMIT_MS = 170_000;

const COLUMNS = [
  '{.metadata.uid}',
  '{.metadata.name}',
  '{.metadata.deletionTimestamp}',
  '{.spec.nodeName}',
  '{.status.containerStatuses[0].state.running.startedAt}',
  '{.status.conditions[?(@.type=="Ready")].status}',
].join('|');

/** When a watch heard for the first time that a pod is there, is to go, is bound, has a container that runs, is ready; in ms. */
type Seen = {
  readonly name: string;
  readonly madeAt: number;
  goneAt?: number;
  boundAt?: number;
  ranAt?: number;
  readyAt?: number;
};

const { kubeconfig, kubectl, namespace, words, surprise, tryAll } = openLab('replace');
const [replicas = '50', singles = '15'] = words;
const pods = new Map<string, Seen>();

await tryAll(async () => {
  const own = ['-n', namespace];
  const deployment = await must(kubectl, ['kustomize', `${ROOT}kubernetes/deployments`]);
  await must(kubectl, ['apply', ...own, '-f', '-'], deployment);
  await must(kubectl, ['scale', ...own, 'deployment/generic', `--replicas=${replicas}`]);
  await must(kubectl, ['rollout', 'status', ...own, 'deployment/generic', '--timeout=170s']);
  const watch = spawn(
    'kubectl',
    [`--kubeconfig=${kubeconfig}`, 'get', 'pods', ...own, '--watch', `-o=jsonpath=${COLUMNS}{"\\n"}`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  createInterface({ input: watch.stdout }).on('line', see);
  try {
    await allReady();
    const one: (readonly [Seen, number])[] = [];
    for (let count = 0; count < Number(singles); count++) {
      // Not all at the same place in any beat.
      await sleep(137 * (count % 8));
      one.push(await deleteOne(own));
    }
    show('one at a time', one);
    const before = new Set(pods.keys());
    const deletedAt = Date.now();
    await must(kubectl, ['delete', '--raw', `/api/v1/namespaces/${namespace}/pods`]);
    await allReady();
    const all = [...pods].flatMap(([uid, seen]) => (before.has(uid) ? [] : [[seen, deletedAt] as const]));
    show('all at once', all);
    const made = all.map(([{ madeAt }]) => madeAt - deletedAt).toSorted((a, b) => a - b);
    process.stdout.write(`made after: ${made.join(' ')} ms\n`);
    const bound = all.map(([{ boundAt = NaN }]) => boundAt - deletedAt).toSorted((a, b) => a - b);
    process.stdout.write(`bound after: ${bound.join(' ')} ms\n`);
    if (all.length !== Number(replicas)) surprise();
  } finally {
    watch.kill();
  }
  process.stdout.write(
    `load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}\n`,
  );
});

/** Deletes a pod; gives the one in its place, once it is ready, and when the other one was deleted. */
async function deleteOne(own: readonly string[]): Promise<readonly [Seen, number]> {
  const old = [...pods.values()].find(({ goneAt }) => goneAt === undefined);
  if (old === undefined) throw new Error('expected a pod, got none');
  const before = new Set(pods.keys());
  await must(kubectl, ['delete', 'pod', ...own, old.name, '--wait=false']);
  const next = await until(
    'a pod in its place',
    () => [...pods].find(([uid]) => !before.has(uid))?.[1],
    LIMIT_MS,
  );
  await allReady();
  return [next, old.goneAt ?? NaN];
}

/** Waits until as many are ready as there are to be. */
async function allReady(): Promise<void> {
  await until(
    'all ready',
    () =>
      [...pods.values()].filter((pod) => pod.goneAt === undefined && pod.readyAt !== undefined).length ===
      Number(replicas),
    LIMIT_MS,
  );
}

function see(line: string): void {
  const now = Date.now();
  const [uid = '', name = '', deletedAt = '', node = '', startedAt = '', ready = ''] = line.split('|');
  const seen: Seen = pods.get(uid) ?? { name, madeAt: now };
  pods.set(uid, seen);
  if (deletedAt !== '') seen.goneAt ??= now;
  if (node !== '') seen.boundAt ??= now;
  if (startedAt !== '') seen.ranAt ??= now;
  if (ready === 'True') seen.readyAt ??= now;
}

function show(title: string, replaced: readonly (readonly [Seen, number])[]): void {
  const spans: Readonly<Record<string, (seen: Seen, deletedAt: number) => number>> = {
    'deleted to made': ({ madeAt }, deletedAt) => madeAt - deletedAt,
    'made to bound': ({ madeAt, boundAt = NaN }) => boundAt - madeAt,
    'bound to running': ({ boundAt = NaN, ranAt = NaN }) => ranAt - boundAt,
    'running to ready': ({ ranAt = NaN, readyAt = NaN }) => readyAt - ranAt,
  };
  const rows = Object.entries(spans).map(([name, of]) => {
    const sorted = replaced.map(([seen, deletedAt]) => of(seen, deletedAt)).toSorted((a, b) => a - b);
    const shown = QUANTILES.map((share) => quantile(sorted, share).toFixed(0));
    return [name, String(sorted.length)].concat(shown);
  });
  const head = ['ms', 'seen', ...QUANTILES.map((share) => `${share * 100} %`)];
  process.stdout.write(`${title}\n${table(head, rows)}`);
}
