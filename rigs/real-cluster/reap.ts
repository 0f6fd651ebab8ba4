/**
 * Measures how long after the end of its container a pod is deleted by the reaper, and when the next is ready, for the simulator's
 * `reapMs`: `node --conditions=@pod-contagion/source rigs/real-cluster/reap.ts --kubeconfig FILE [SECONDS [REPLICAS]]`, as cluster admin, with the
 * images pod-contagion:generic and pod-contagion:chaos on the nodes; 180 s and 8 podders unless it is said, as a node that is held up by starts is slow in all. It makes a namespace and removes it. Ends
 * are those of last words, all else is when a watch heard of it.
 */
import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '@pod-contagion/simulator/statistics';
import { table } from '../../bench/table.ts';
import { ROOT, SOURCE_CONDITION } from '../../scripts/files.ts';
import { openLab } from './lab.ts';
import { must, run } from './run.ts';

const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.9, 0.95];

const CONTAINER = '.status.containerStatuses[0]';
const COLUMNS = [
  '{.metadata.uid}',
  '{.metadata.deletionTimestamp}',
  '{.status.conditions[?(@.type=="Ready")].status}',
  `{${CONTAINER}.state.terminated.message}{${CONTAINER}.lastState.terminated.message}`,
].join('|');

/** When a pod was seen first, was seen ready, ended by its own clock, and was to go; in ms since 1970. */
type Seen = { readonly madeAt: number; readyAt?: number; endedAt?: number; goneAt?: number };

const { kubeconfig, kubectl, namespace, words, surprise, tryAll } = openLab('reap');
const [seconds = '180', replicas = '8'] = words;
const pods = new Map<string, Seen>();

await tryAll(async () => {
  const own = ['-n', namespace];
  const overlay = await must(kubectl, ['kustomize', `${ROOT}kubernetes/overlays/replace`]);
  await must(
    kubectl,
    ['apply', '-f', '-'],
    overlay.replaceAll('namespace: default', `namespace: ${namespace}`),
  );
  await must(kubectl, ['scale', ...own, 'deployment/generic', `--replicas=${replicas}`]);
  await must(kubectl, ['rollout', 'status', ...own, 'deployment/generic', '--timeout=170s']);
  const watch = spawn(
    'kubectl',
    [
      `--kubeconfig=${kubeconfig}`,
      'get',
      'pods',
      ...own,
      '-l',
      'role=generic',
      '--watch',
      `-o=jsonpath=${COLUMNS}{"\\n"}`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  createInterface({ input: watch.stdout }).on('line', see);
  try {
    const contagion = [`--conditions=${SOURCE_CONDITION}`, `${ROOT}apps/contagion/src/main.ts`, 'infect'];
    const infected = await run(process.execPath, [...contagion, `--kubeconfig=${kubeconfig}`, ...own]);
    if (infected.exitCode !== 0) throw new Error(`nobody was infected: ${infected.stderr}`);
    await sleep(Number(seconds) * 1_000);
  } finally {
    watch.kill();
  }
  const all = [...pods.values()];
  const rows = Object.entries({
    'end to deletion': all.map(({ endedAt = NaN, goneAt = NaN }) => goneAt - endedAt),
    'made to ready': all.map(({ madeAt, readyAt = NaN }) => readyAt - madeAt).filter((ms) => ms > 0),
  }).map(([name, times]) => {
    const sorted = times.filter((ms) => !Number.isNaN(ms)).toSorted((a, b) => a - b);
    const shown = QUANTILES.map((share) => quantile(sorted, share).toFixed(0));
    return [name, String(sorted.length)].concat(shown);
  });
  process.stdout.write(table(['ms', 'seen', ...QUANTILES.map((share) => `${share * 100} %`)], rows));
  const load = loadavg().map((each) => each.toFixed(1));
  process.stdout.write(`${all.length} pods in ${seconds} s, load ${load.join(', ')}\n`);
  if (all.length < 2 * Number(replicas)) surprise();
});

function see(line: string): void {
  const now = Date.now();
  const [uid = '', deletedAt = '', ready = '', message = ''] = line.split('|');
  const seen: Seen = pods.get(uid) ?? { madeAt: now };
  pods.set(uid, seen);
  if (ready === 'True') seen.readyAt ??= now;
  const ended = /"endedAt":"([^"]+)"/.exec(message)?.[1];
  if (ended !== undefined) seen.endedAt ??= Date.parse(ended);
  if (deletedAt !== '') seen.goneAt ??= now;
}
