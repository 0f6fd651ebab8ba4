import { computed, type ReadonlySignal } from '@preact/signals';
import { CODE } from '@pod-contagion/observatory';
import { model, version } from '../state/store.ts';
import { START_MS } from '../simulate/run-simulation.ts';
import { MAX_PODS, planOf } from '../simulate/plan.ts';
import { simulationTexts } from '../simulate/address.ts';
import type { SimulateAnswer, SimulateOrder } from '../simulate/orders.ts';
import { showServer } from '../stream/sources.ts';
import { openWorker } from '../workers/open-worker.ts';
import { baselineAt, baselineTimeOf, type Baseline } from './baseline.ts';
import { askRules, order } from './orders.ts';
import { startPractice, type Practice } from './practice.ts';
import { scoreOf, type Score } from './score.ts';
import {
  baseline,
  began,
  hasBegun,
  isOver,
  missingRole,
  play,
  rules,
  shots,
  told,
  type Shot,
} from './state.ts';

/** How many runs the median beside a cluster is of. */
const RUNS = 100;

let practice: Practice | undefined;

/** What the game comes to so far; undefined before there is anything to compare with. */
export const score: ReadonlySignal<Score | undefined> = computed(() => {
  void version.value;
  if (baseline.value === undefined) return undefined;
  const expected = expectedOf(baseline.value);
  const hits = shots.value.filter(({ isHit, wasIll }) => isHit && !wasIll).length;
  return scoreOf(expected, model.totals.infections - began.value.infections, hits);
});

/** What the median has by now: from the beginning, or since as many were infected as when the game began. */
function expectedOf(median: Baseline): number {
  if (play.value === 'practice') return baselineAt(median, model.tMs - START_MS);
  const fromMs = baselineTimeOf(median, began.value.infections);
  return baselineAt(median, fromMs + model.tMs - began.value.atMs) - baselineAt(median, fromMs);
}

/** Begins one on the simulator. */
export function practise(): void {
  clear();
  practice = startPractice((message) => {
    void endGame().then(() => {
      told.value = message;
    });
  });
  play.value = 'practice';
}

/** Begins one on the cluster that is watched, whose namespace was typed. */
export async function playLive(namespace: string): Promise<void> {
  clear();
  const answer = await order('begin', { namespace });
  told.value = answer.message;
  missingRole.value = answer.role;
  if (!answer.isDone) return;
  began.value = { atMs: model.tMs, infections: model.totals.infections };
  compareWithSimulator();
  hasBegun.value = true;
  play.value = 'live';
}

/** Hits a pod, by its number; none before the game has begun, as it would be one of what was shown before. */
export async function hit(pod: number): Promise<void> {
  if (!hasBegun.value) return;
  const row = pod - model.pods.first;
  const condition = model.pods.condition.at(row);
  const name = model.pods.name[row];
  const uid = model.pods.uid[row];
  if (name === undefined || uid === undefined || condition === CODE.gone) return;
  const shot = { name, wasIll: condition === CODE.incubating || condition === CODE.symptomatic };
  if (play.value === 'practice') {
    practice?.hit(pod);
    note({ ...shot, isHit: true, message: `${name} is deleted` });
  } else if (play.value === 'live') {
    const { isDone, message, role } = await order('shots', { name, uid });
    missingRole.value = role;
    note({ ...shot, isHit: isDone, message });
    rules.value = (await askRules()) ?? rules.value;
  }
}

/** Ends everything at once: no hit is begun after it. */
export async function endGame(): Promise<void> {
  if (play.value === 'live') told.value = (await order('end', {})).message;
  practice?.end();
  practice = undefined;
  const was = play.value;
  play.value = 'choosing';
  if (was === 'practice') showServer();
}

function note(shot: Shot): void {
  shots.value = [...shots.value, shot].slice(-200);
  told.value = shot.message;
}

function clear(): void {
  practice?.end();
  practice = undefined;
  shots.value = [];
  told.value = '';
  missingRole.value = undefined;
  hasBegun.value = false;
  isOver.value = false;
  baseline.value = undefined;
  began.value = { atMs: 0, infections: 0 };
}

/** The median of simulations with as many podders as there are. */
function compareWithSimulator(): void {
  const present = model.counts.reduce((sum, count) => sum + count, 0);
  const { plan } = planOf({ ...simulationTexts.peek(), n: String(Math.min(MAX_PODS, Math.max(1, present))) });
  const worker = openWorker('simulate-worker');
  worker.addEventListener('message', ({ data }: MessageEvent<SimulateAnswer>) => {
    if (data.type === 'baseline') baseline.value = data.baseline;
    else if (data.type === 'refused') told.value = data.message;
    else return;
    worker.terminate();
  });
  worker.postMessage({ type: 'baseline', plan, epoch: 'live', runs: RUNS } satisfies SimulateOrder);
}
