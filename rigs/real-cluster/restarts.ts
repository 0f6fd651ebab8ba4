/**
 * Holds every kill and every restart of an epidemic on a real cluster to the rules of packages/lifecycle:
 * `node --conditions=@pod-contagion/source rigs/real-cluster/restarts.ts --kubeconfig FILE [SYMPTOM_DELAY [FOR [VERSION]]]`, as cluster
 * admin, with the image pod-contagion:generic on the nodes; 100s, 15m and 1.36 unless it is said. It makes a namespace and removes it.
 * Kubernetes tells times in whole seconds: where the rules would say something else a second and a half earlier or later, nothing is held.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseDurationMs } from '@pod-contagion/notations';
import { createRestarts, kubeletRules, noteEnd, noteRestart, type Restarts } from '@pod-contagion/lifecycle';
import { ROOT, SOURCE_CONDITION } from '../../scripts/files.ts';
import { openLab } from './lab.ts';
import { must, run } from './run.ts';

const READY_LIMIT = '180s';
/** What times in whole seconds leave open. */
const OPEN_MS = 1_500;

const COLUMNS = [
  '{.metadata.uid}',
  '{.status.containerStatuses[0].restartCount}',
  '{.status.containerStatuses[0].lastState.terminated.finishedAt}',
  '{.status.containerStatuses[0].state.running.startedAt}',
  '{.status.containerStatuses[0].state.waiting.reason}',
].join('|');

type Seen = { count: number; backsOff: boolean; readonly restarts: Restarts };

const { kubeconfig, kubectl, namespace, words, surprise, tryAll } = openLab('restarts');
const [delay = '100s', follow = '15m', version = '1.36'] = words;
const symptomDelayMs = parseDurationMs(delay);
const followMs = parseDurationMs(follow);
if (symptomDelayMs === undefined || followMs === undefined || (version !== '1.36' && version !== '1.20')) {
  process.stderr.write(
    `restarts: expected durations such as 100s and 15m, and 1.36 or 1.20, got ${words.join(' ')}\n`,
  );
  process.exit(2);
}
const rules = kubeletRules(version);
const pods = new Map<string, Seen>();
const tally = { kills: 0, atOnce: 0, waited: 0, open: 0, missed: 0, departures: 0 };

await tryAll(async () => {
  const own = ['-n', namespace];
  await must(kubectl, ['apply', ...own, '-k', `${ROOT}kubernetes/services`]);
  const deployment = await must(kubectl, ['kustomize', `${ROOT}kubernetes/deployments`]);
  const variable = `PODDER_SYMPTOM_DELAY_MS=${symptomDelayMs}`;
  // Said before there are any pods, so that none of them has to make room for another.
  const changed = ['set', 'env', '--local', '-f', '-', '-o', 'yaml', variable];
  await must(kubectl, ['apply', ...own, '-f', '-'], await must(kubectl, changed, deployment));
  await must(kubectl, ['rollout', 'status', ...own, 'deployment/generic', `--timeout=${READY_LIMIT}`]);
  const watch = spawn(
    'kubectl',
    [`--kubeconfig=${kubeconfig}`, 'get', 'pods', ...own, '--watch', `-o=jsonpath=${COLUMNS}{"\\n"}`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  createInterface({ input: watch.stdout }).on('line', see);
  const contagion = [`--conditions=${SOURCE_CONDITION}`, `${ROOT}apps/contagion/src/main.ts`, 'infect'];
  const infected = await run(process.execPath, [...contagion, `--kubeconfig=${kubeconfig}`, ...own]);
  if (infected.exitCode !== 0) throw new Error(`nobody was infected: ${infected.stderr}`);
  const startMs = performance.now();
  while (performance.now() - startMs < followMs) {
    await sleep(Math.min(60_000, followMs));
    process.stdout.write(
      `${Math.round((performance.now() - startMs) / 1_000)} s: ${JSON.stringify(tally)}\n`,
    );
  }
  watch.kill();
  if (tally.kills === 0) surprise();
});

/** A pod has changed: of each restart its end and its beginning are known once the container runs again. */
function see(line: string): void {
  const [uid = '', count = '', finishedAt = '', startedAt = '', reason = ''] = line.split('|');
  const restartCount = Number(count);
  const seen = pods.get(uid) ?? { count: 0, backsOff: false, restarts: createRestarts() };
  pods.set(uid, seen);
  if (reason === 'CrashLoopBackOff') seen.backsOff = true;
  if (finishedAt === '' || startedAt === '' || restartCount <= seen.count) return;
  if (restartCount > seen.count + 1) {
    // Two restarts between two looks: the rules can't be followed any more.
    tally.missed++;
    seen.count = Infinity;
    return;
  }
  seen.count = restartCount;
  hold(uid, seen, Date.parse(finishedAt), Date.parse(startedAt));
  seen.backsOff = false;
}

/** A start at once may take long on a busy node, and a kubelet may look late: what may not be is a back-off too many, too few or too short. */
function hold(uid: string, { restarts, backsOff }: Seen, endMs: number, startMs: number): void {
  tally.kills++;
  const expected = expectedWaitMs(restarts, endMs);
  const isOpen = [-OPEN_MS, OPEN_MS].some(
    (off) => (expectedWaitMs(restarts, endMs + off) === 0) !== (expected === 0),
  );
  const waitedMs = startMs - endMs;
  // A kubelet that is held up may look only when a back-off is over already, and say nothing of it.
  const isRight = expected === 0 ? !backsOff : waitedMs >= expected - OPEN_MS;
  if (isOpen) tally.open++;
  else if (!isRight) {
    tally.departures++;
    surprise();
    process.stdout.write(
      `?? ${uid}: restart ${restarts.count + 1} at ${new Date(startMs).toISOString()} after ${waitedMs / 1_000} s with${backsOff ? '' : 'out'} back-off, expected ${expected / 1_000} s\n`,
    );
  } else if (expected === 0) tally.atOnce++;
  else tally.waited++;
  // What has happened is what the next one is reckoned from, whatever was expected.
  noteEnd(restarts, 'probe', endMs, rules);
  if (backsOff) restarts.reckonedFromMs = endMs;
  noteRestart(restarts, startMs, rules);
}

function expectedWaitMs(restarts: Restarts, endMs: number): number {
  return noteEnd({ ...restarts }, 'probe', endMs, rules) - endMs;
}
