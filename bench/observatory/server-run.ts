/**
 * One measurement of the observatory's server, as a process of its own: so many pods with the restarts of an endless contagion, so
 * many clients that read, for so many seconds. Prints one line of JSON. With `feed` it measures a live feed instead: what one
 * observation costs it, and a whole list of pods.
 */
import { once } from 'node:events';
import { fork } from 'node:child_process';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEpidemicStore, type PodSight, type Report } from '@pod-contagion/epidemic';
import { openObservatoryServer, openSyntheticFeed } from '@pod-contagion/observatory/serving';
import { InfectionWire } from '../../packages/observatory/src/serving/live/infection-wire.ts';
import { RATE } from './rate.ts';
import { PodRows } from '../../packages/observatory/src/serving/live/pod-rows.ts';

/** How long the contagion goes on before it is measured, as it begins with everybody healthy. */
const WARM_UP_MS = 3_000;

async function serve(pods: number, clients: number, seconds: number): Promise<void> {
  const feed = openSyntheticFeed({ pods, rate: RATE, seed: 1 });
  const server = await openObservatoryServer({ feed });
  // Readers are another process, whose time is not the server's.
  const readers = fork(import.meta.filename, ['read', server.url, String(clients)], { stdio: 'inherit' });
  await once(readers, 'message');
  await sleep(WARM_UP_MS);
  readers.send('begin');
  const before = process.cpuUsage();
  const beganMs = performance.now();
  await sleep(seconds * 1_000);
  const { user, system } = process.cpuUsage(before);
  const tookMs = performance.now() - beganMs;
  readers.send('end');
  const [bytes] = (await once(readers, 'message')) as [number];
  const processorShare = (user + system) / 1_000 / tookMs;
  const kibPerSecond = bytes / clients / 1_024 / (tookMs / 1_000);
  process.stdout.write(`${JSON.stringify({ pods, clients, processorShare, kibPerSecond })}\n`);
  await server.close();
  await feed.close();
}

async function read(url: string, clients: number): Promise<void> {
  let bytes = 0;
  for (let client = 0; client < clients; client++) {
    const [response] = (await once(get(`${url}api/events`), 'response')) as [IncomingMessage];
    response.on('data', (chunk: Buffer) => (bytes += chunk.length));
    response.on('error', () => undefined);
  }
  process.on('message', (what) => {
    if (what === 'begin') bytes = 0;
    else {
      process.send?.(bytes);
      process.disconnect?.();
    }
  });
  process.send?.('ready');
}

const PODS = 5_000;
const ROUNDS = 20;
const NOW_MS = Date.UTC(2026, 0, 1);

function sightOf(index: number, restarts: number, ready: boolean): PodSight {
  const id = (life: number): string => `local://${(index * 1_000 + life).toString(16).padStart(64, '0')}`;
  const words = { strain: 's', generation: restarts, from: 'x', exposedAt: new Date(NOW_MS).toISOString() };
  const message = JSON.stringify({ state: 'symptomatic', ...words, sneezes: { sent: 3, answered: 2 } });
  return {
    uid: `8f9a0d52-0000-4000-8000-${String(index).padStart(12, '0')}`,
    name: `generic-78db5fd58c-${index}`,
    ready,
    over: false,
    containerId: id(restarts),
    waitingReason: undefined,
    waitingMessage: undefined,
    restarts,
    lastEnd:
      restarts === 0 ? undefined : { containerId: id(restarts - 1), exitCode: 143, reason: 'Error', message },
    node: `node-${index % 100}`,
    owner: 'generic',
  };
}

/** Processor time of this process so far, as others may be busy. */
function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function measureFeed(): void {
  const pods = new PodRows();
  const infections = new InfectionWire(pods);
  const store = createEpidemicStore({
    onPodder: (before, now) => (now === undefined ? pods.gone(before?.uid ?? '') : pods.put(now)),
    onInfection: (infection, part) => infections.put(infection, part),
  });
  let frames = 0;
  const flush = (): void => {
    frames += JSON.stringify({ n: 1, t: NOW_MS, ...infections.take(NOW_MS), ...pods.take() }).length;
  };
  const listFrom = usedMs();
  for (let index = 0; index < PODS; index++) {
    store.observe({ type: 'pod', pod: sightOf(index, 0, true) }, NOW_MS);
  }
  flush();
  const listMs = usedMs() - listFrom;
  let observations = 0;
  let spentMs = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const sights = Array.from({ length: PODS }, (_, index) => sightOf(index, round + 1, false));
    const ready = Array.from({ length: PODS }, (_, index) => sightOf(index, round + 1, true));
    const told: Report = { state: 'incubating', strain: 's', generation: round + 1, from: 'x' };
    const from = usedMs();
    for (let index = 0; index < PODS; index++) {
      const { uid, containerId = '' } = ready[index]!;
      store.observe({ type: 'pod', pod: sights[index]! }, NOW_MS);
      store.observe({ type: 'pod', pod: ready[index]! }, NOW_MS);
      store.observe({ type: 'report', uid, containerId, report: told }, NOW_MS);
      observations += 3;
      // As many changes as a tenth of a second has.
      if (index % 30 === 0) flush();
    }
    spentMs += usedMs() - from;
  }
  const observationUs = (spentMs * 1_000) / observations;
  process.stdout.write(`${JSON.stringify({ listMs, observationUs, frames })}\n`);
}

const [what = '', ...rest] = process.argv.slice(2);
if (what === 'read') await read(rest[0] ?? '', Number(rest[1]));
else if (what === 'feed') measureFeed();
else await serve(Number(what), Number(rest[0]), Number(rest[1]));
