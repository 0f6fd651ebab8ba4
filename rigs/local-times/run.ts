/**
 * Measures the times of its own that the local cluster has on this machine, which the simulator's profile of that name is made of:
 * `node --conditions=@pod-contagion/source rigs/local-times/run.ts [--replicas N --deletions N --seconds N]`. Deletes some of the podders
 * one after the other, then infects one and watches what becomes of it. Prints the quantiles of each time, in ms, and how busy the
 * machine was. Podders are what `npm install` made of them, as `npm start` has them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startCluster } from '@pod-contagion/local-cluster';
import { quantile } from '@pod-contagion/simulator/statistics';
import { table } from '../../bench/table.ts';
import { podders, sneezeAt } from '../../packages/local-cluster/test/cluster/podders.ts';
import {
  clientOf,
  PODS,
  untilReady,
  type Api,
  type Json,
} from '../../packages/local-cluster/test/cluster/support.ts';
import { until } from '../../scripts/testing/until.ts';
import type { Life } from './life.ts';
import { missedBeats, samplesOf, type Replacement } from './samples.ts';
import { watchApi } from './watch-api.ts';
import { watchProcess } from './watch-process.ts';

const QUANTILES = [0.05, 0.5, 0.95];

/** As the Deployment has them. */
const ILLNESS = { symptomDelayMs: 10_000, healthDelayMs: 500, sneezeIntervalMs: 500 };

const STARTUP_PERIOD_MS = 1_000;

const { values } = parseArgs({
  options: {
    replicas: { type: 'string', default: '50' },
    deletions: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '120' },
  },
});
const replicas = Number(values.replicas);
const folder = await mkdtemp(join(tmpdir(), 'local-times-'));
const lives = watchProcess();
const cluster = await startCluster({ stateFolder: folder });
const api = clientOf(cluster.kubeconfig);
try {
  const endWatches = await watchApi(api, lives);
  const place = await podders(api, replicas, ILLNESS);
  const delay = monitorEventLoopDelay();
  delay.enable();
  const replacements: Replacement[] = [];
  for (let count = 0; count < Number(values.deletions); count++) {
    replacements.push(await replaceOne(api, lives));
    await untilReady(api, replicas);
  }
  await sneezeAt(place, 'local-times');
  await sleep(Number(values.seconds) * 1_000);
  endWatches();
  const rows = Object.entries(samplesOf(lives, replacements, ILLNESS.sneezeIntervalMs)).map(rowOf);
  process.stdout.write(table(['ms', 'seen', ...QUANTILES.map((share) => `${share * 100} %`)], rows));
  const { missed, of } = missedBeats(lives, STARTUP_PERIOD_MS);
  process.stdout.write(`startup probes that passed a beat or more late: ${missed} of ${of}\n`);
  const lateMs = [50, 95, 100].map((share) => Math.round(delay.percentile(share) / 1e6)).join(', ');
  process.stdout.write(
    `${replicas} podders, ${lives.length} starts; load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}; timers of the cluster late by ${lateMs} ms (50, 95, 100 %)\n`,
  );
} finally {
  await api.close();
  await cluster.close();
  await rm(folder, { recursive: true });
}

/** Deletes a pod, and waits for the process of the one that takes its place. */
async function replaceOne(client: Api, seen: readonly Life[]): Promise<Replacement> {
  const { items } = await client.get(PODS);
  const pod = items.find(({ metadata }: Json) => metadata.deletionTimestamp === undefined);
  const before = seen.length;
  const deletedAtMs = Date.now();
  await client.delete(`${PODS}/${pod.metadata.name}`);
  const { startedAtMs } = await until('a pod in its place', () => seen[before]);
  return { deletedAtMs, startedAtMs };
}

function rowOf([name, sample]: readonly [string, readonly number[]]): readonly string[] {
  const sorted = sample.toSorted((a, b) => a - b);
  const shown = QUANTILES.map((share) => quantile(sorted, share).toFixed(0));
  return [name, String(sorted.length), ...shown];
}
