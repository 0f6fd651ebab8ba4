import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { ROOT } from '../scripts/files.ts';
import { processorMs } from './process.ts';

/** What one run of `npm start` showed. */
export type ClusterRun = Readonly<{
  /** From `npm start` to the first answer of the API server, in milliseconds. */
  apiMs: number;
  /** From `npm start` to all podders Ready, in milliseconds. */
  readyMs: number;
  /** Resident memory of the command, cluster and view, at the end, in bytes. */
  rss: number;
  /** The same with its share only of what others use, too: the podders run the same binary. */
  pss: number;
  /** Share of one processor that the command takes while everybody is healthy. */
  processorShare: number;
  /** Times between two liveness probes of one pod, which are due every second, in milliseconds. */
  probeGapsMs: readonly number[];
  /** Restarts, of which there should be none. */
  restarts: number;
}>;

type Line = Readonly<Record<string, unknown>>;

const READY_TIMEOUT_MS = 120_000;

/** Runs `npm start` with so many healthy podders for a while. */
export async function runCluster(replicas: number, seconds: number): Promise<ClusterRun> {
  const recorder = `${ROOT}bench/floors/probe-recorder`;
  const startedAtMs = performance.now();
  const child = spawn(
    'npm',
    [
      'start',
      '--silent',
      '--',
      '--json',
      '--no-infect',
      `--replicas=${replicas}`,
      `--image=probe-recorder=${process.execPath} ${recorder}.cjs`,
      `--file=${ROOT}kubernetes/services`,
      `--file=${ROOT}kubernetes/deployments`,
      `--file=${recorder}.yaml`,
    ],
    // What it says besides, as the kubeconfig's path, is of no interest here.
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'], detached: true },
  );
  const lines = createInterface({ input: child.stdout });
  let last: Line = {};
  const wanted = new Map<string, (line: Line) => void>();
  lines.on('line', (text) => {
    if (!text.startsWith('{')) return;
    const line = JSON.parse(text) as Line;
    if (typeof line['restarts'] === 'number') last = line;
    wanted.get(String(line['event']))?.(line);
  });
  const event = (name: string): Promise<Line> =>
    new Promise((resolve, reject) => {
      wanted.set(name, resolve);
      child.once('exit', (code) =>
        reject(new Error(`npm start ended with ${code} before its event ${name}`)),
      );
      setTimeout(
        () => reject(new Error(`no event ${name} within ${READY_TIMEOUT_MS} ms`)),
        READY_TIMEOUT_MS,
      ).unref();
    });
  const clusterEvent = event('cluster');
  const readyEvent = event('ready');
  try {
    const { kubeconfig } = await clusterEvent;
    const get = await apiOf(String(kubeconfig));
    await get('/readyz');
    const apiMs = performance.now() - startedAtMs;
    await readyEvent;
    const readyMs = performance.now() - startedAtMs;
    const pod = JSON.parse(await get('/api/v1/namespaces/default/pods/probe-recorder')) as {
      status: { podIP: string };
    };
    const gaps = async (): Promise<number[]> =>
      (await (await fetch(`http://${pod.status.podIP}:8081/gaps`)).json()) as number[];
    await gaps();
    const pid = commandOf(child.pid ?? 0);
    const processorBeforeMs = processorMs(pid);
    await sleep(seconds * 1000);
    const processorShare = (processorMs(pid) - processorBeforeMs) / (seconds * 1000);
    return {
      apiMs,
      readyMs,
      rss: residentBytes(pid, 'Rss'),
      pss: residentBytes(pid, 'Pss'),
      processorShare,
      probeGapsMs: await gaps(),
      restarts: Number(last['restarts']),
    };
  } finally {
    process.kill(-(child.pid ?? 0), 'SIGINT');
    if (child.exitCode === null) await once(child, 'exit');
  }
}

async function apiOf(kubeconfig: string): Promise<(path: string) => Promise<string>> {
  const { clusters, users } = parse(await readFile(kubeconfig, 'utf8')) as {
    clusters: [{ cluster: { server: string; 'certificate-authority-data': string } }];
    users: [{ user: { token: string } }];
  };
  const { server, 'certificate-authority-data': ca } = clusters[0].cluster;
  return (path) =>
    new Promise((resolve, reject) => {
      httpsRequest(
        new URL(path, server),
        {
          ca: Buffer.from(ca, 'base64'),
          headers: { authorization: `Bearer ${users[0].user.token}` },
        },
        (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => (body += chunk.toString()));
          response.on('end', () => resolve(body));
        },
      )
        .on('error', reject)
        .end();
    });
}

/** The process at the end of the line that npm is the start of: the one with the cluster in it. */
function commandOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
    .trim()
    .split(' ')
    .filter(Boolean);
  const [child] = children;
  // The command has many children, its podders; what comes before it has one.
  return children.length === 1 && child !== undefined ? commandOf(Number(child)) : pid;
}

function residentBytes(pid: number, kind: 'Rss' | 'Pss'): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
  return Number(new RegExp(`^${kind}:\\s+(\\d+)`, 'm').exec(rollup)?.[1]) * 1024;
}
