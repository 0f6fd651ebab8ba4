import { computed, type ReadonlySignal } from '@preact/signals';
import { CODE } from '@pod-contagion/observatory';
import { cursorMs, model, version } from '../state/store.ts';
import { freshness } from '../stream/freshness.ts';
import { showServer } from '../stream/sources.ts';
import { compareWithFutures } from './ahead.ts';
import { baselineAt } from './baseline.ts';
import { showCluster } from './live-feed.ts';
import { askRules, order } from './orders.ts';
import { startPractice, type Practice } from './practice.ts';
import {
  baseline,
  clearProgress,
  elapsedMs,
  hasBegun,
  infectedBefore,
  isBeginning,
  isCompared,
  isOver,
  missingRole,
  shots,
  told,
  type Shot,
} from './progress.ts';
import { scoreOf, type Score } from './score.ts';
import { play, rules } from './state.ts';

/** How often a game on a cluster counts its time, in ms. */
const TICK_MS = 500;

const OTHER_SHOWN = 'Something else is shown now, so the game is over.';

/** Of the game that is on, or is being begun: aborted once it is over. */
let over = new AbortController();
let practice: Practice | undefined;

/** What the game comes to so far; undefined before there is anything to compare with. */
export const score: ReadonlySignal<Score | undefined> = computed(() => {
  void version.value;
  if (baseline.value === undefined) return undefined;
  const expected = baselineAt(baseline.value, isOver.value ? Infinity : elapsedMs.value);
  const hits = shots.value.filter(({ isHit, wasIll }) => isHit && !wasIll).length;
  return scoreOf(expected, model.totals.infections - infectedBefore.value, hits);
});

/** Why nothing can be hit, in a sentence: what is on the screen has to be the game's pods as they are now. '' where it can. */
export const whyNoHit: ReadonlySignal<string> = computed(() => {
  if (!hasBegun.value) return 'It has not begun.';
  if (cursorMs.value !== undefined) return 'What is past can not be hit. L goes back to what is now.';
  if (play.value === 'live' && freshness.value !== 'LIVE') {
    return `Hits wait for the cluster as it is now: it is ${freshness.value}.`;
  }
  return '';
});

/** Begins one on the simulator. */
export function practise(): void {
  const game = anew();
  practice = startPractice(game, (message) => {
    void endGame().then(() => {
      told.value = message;
    });
  });
  play.value = 'practice';
  endWith(practice.signal);
}

/** Begins one on the cluster that is watched, whose namespace was typed, with that cluster on the screen. */
export async function playLive(namespace: string): Promise<void> {
  // A second one would be ended with what becomes of the first.
  if (isBeginning.value) return;
  isBeginning.value = true;
  try {
    await beginLive(namespace);
  } finally {
    isBeginning.value = false;
  }
}

async function beginLive(namespace: string): Promise<void> {
  const game = anew();
  told.value = 'the cluster is asked for …';
  const shown = await showCluster();
  if (game.aborted) return;
  if (shown === undefined) {
    told.value = `expected the cluster as it is now, got what is ${freshness.value}`;
    return;
  }
  const answer = await order('begin', { namespace });
  if (answer.isDone && (game.aborted || shown.aborted)) await order('end', {});
  if (game.aborted) return;
  told.value = shown.aborted ? OTHER_SHOWN : answer.message;
  missingRole.value = answer.role;
  if (!answer.isDone || shown.aborted) return;
  hasBegun.value = true;
  play.value = 'live';
  endWith(shown);
  compareWithCluster(game);
}

/** Hits a pod, by its number; none but of what the game is of, as it is now. */
export async function hit(pod: number): Promise<void> {
  const kind = play.value;
  if (kind !== 'practice' && kind !== 'live') return;
  if (whyNoHit.value !== '') {
    told.value = whyNoHit.value;
    return;
  }
  const row = pod - model.pods.first;
  const condition = model.pods.condition.at(row);
  const name = model.pods.name[row];
  const uid = model.pods.uid[row];
  if (name === undefined || uid === undefined || condition === CODE.gone) return;
  const shot = { name, wasIll: condition === CODE.incubating || condition === CODE.symptomatic };
  if (kind === 'practice') {
    practice?.hit(pod);
    note({ ...shot, isHit: true, message: `${name} is deleted` });
    return;
  }
  const { signal } = over;
  const { isDone, message, role } = await order('shots', { name, uid });
  if (signal.aborted) return;
  missingRole.value = role;
  note({ ...shot, isHit: isDone, message });
  rules.value = (await askRules()) ?? rules.value;
}

/** Ends everything at once: no hit is begun after it. Then what is watched is shown. */
export async function endGame(): Promise<void> {
  const wasPractice = play.value === 'practice';
  const ended = end('');
  if (wasPractice) showServer();
  await ended;
}

/** Ends what is on for a reason, and tells the server. */
async function end(why: string): Promise<void> {
  const was = play.value;
  if (was !== 'practice' && was !== 'live') return;
  over.abort();
  play.value = 'choosing';
  hasBegun.value = false;
  told.value = why;
  if (was === 'live') told.value = `${why} ${(await order('end', {})).message}`.trim();
}

/** Nobody plays with pods that are not seen: a game lasts as long as what it is of is shown. */
function endWith(shown: AbortSignal): void {
  shown.addEventListener('abort', () => void end(OTHER_SHOWN), { signal: over.signal, once: true });
}

/**
 * Compares a game on a cluster from its first infection on: nothing comes of a present in which nobody is infected. Its time is counted
 * whether or not anything happens, but for what nobody knows yet. It ends with the server that it began on.
 */
function compareWithCluster(game: AbortSignal): void {
  const { epoch } = model;
  let beganMs: number | undefined;
  const tick = (): void => {
    if (model.epoch !== epoch) void end('The server has begun anew, so the game is over.');
    else if (beganMs !== undefined) {
      if (freshness.value !== 'STALE') elapsedMs.value = performance.now() - beganMs;
    } else if (model.counts[CODE.incubating]! + model.counts[CODE.symptomatic]! > 0) {
      beganMs = performance.now();
      infectedBefore.value = model.totals.infections;
      isCompared.value = true;
      compareWithFutures(game);
    }
  };
  const timer = setInterval(tick, TICK_MS);
  game.addEventListener('abort', () => clearInterval(timer));
  tick();
}

function note(shot: Shot): void {
  shots.value = [...shots.value, shot].slice(-200);
  told.value = shot.message;
}

/** Ends what there was before, and gives the signal of what begins. */
function anew(): AbortSignal {
  over.abort();
  over = new AbortController();
  clearProgress();
  return over.signal;
}
