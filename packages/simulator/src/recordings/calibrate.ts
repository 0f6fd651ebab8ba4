import { runSeed } from '../ensembles/run-seed.ts';
import { Engine } from '../engine/engine.ts';
import type { MachineTimes, Model } from '../engine/model.ts';
import { Sequence } from '../engine/random.ts';
import { compare, CURVES, type Comparison } from './compare.ts';
import type { Recording } from './recording.ts';

/** A recording, and the model of what was recorded but for the machine's own times. */
export type Recorded = Readonly<{ recording: Recording; model: Model }>;

/** A machine that was tried: the lower its score, the nearer are its runs to the recordings. */
export type Candidate = Readonly<{ machine: MachineTimes; score: number }>;

/** How many candidates a round has, and how often each of them is run on every recording. */
export type Round = readonly [candidates: number, runs: number];

/** Many that are run seldom, then fewer: about half a minute for a recording of 50 pods. */
export const ROUNDS: readonly Round[] = [
  [400, 20],
  [80, 60],
  [16, 200],
  [4, 500],
];

/** What each time is looked for in, in ms: its least, and how much the most is above that. */
const SEARCHED = {
  killMs: [
    [0, 800],
    [0, 1_200],
  ],
  startMs: [
    [100, 3_000],
    [0, 1_500],
  ],
  readyMs: [
    [0, 500],
    [0, 1_500],
  ],
  endpointMs: [
    [0, 800],
    [0, 1_000],
  ],
  firstSneezeMs: [
    [0, 100],
    [0, 800],
  ],
} as const;

/** How a search goes: its rounds, and who is told after each of them, and after each candidate, how far it is, from 0 to 1. */
export type CalibrateOptions = Readonly<{
  seed: number;
  rounds?: readonly Round[];
  onRound?: (share: number, best: Candidate) => void;
  /** Of runs. */
  onCandidate?: (share: number) => void;
}>;

/**
 * Finds the machine's own times with which a simulation comes nearest to recordings: random search, in which most candidates are run
 * seldom and the best of them more often. The same seed gives the same machine.
 */
export function calibrate(
  cases: readonly Recorded[],
  start: MachineTimes,
  { seed, rounds = ROUNDS, onRound = () => {}, onCandidate = () => {} }: CalibrateOptions,
): Candidate {
  const random = new Sequence(seed);
  const most = rounds[0]?.[0] ?? 1;
  let machines = [start, ...Array.from({ length: most - 1 }, (_, index) => draw(start, random, index))];
  let ranked: Candidate[] = [];
  const allRuns = rounds.reduce((sum, [candidates, runs]) => sum + candidates * runs, 0);
  let doneRuns = 0;
  rounds.forEach(([candidates, runs], round) => {
    ranked = machines
      .slice(0, candidates)
      .map((machine) => {
        const score = scoreOf(cases, machine, runs, seed);
        doneRuns += runs;
        onCandidate(doneRuns / allRuns);
        return { machine, score };
      })
      .toSorted((a, b) => a.score - b.score);
    machines = ranked.map(({ machine }) => machine);
    // In between, what is near the best is tried as well.
    const next = rounds[round + 1];
    if (next !== undefined) {
      const kept = machines.slice(0, Math.ceil(next[0] / 2));
      machines = [...kept, ...kept.slice(0, next[0] - kept.length).map((machine) => near(machine, random))];
    }
    onRound((round + 1) / rounds.length, ranked[0]!);
  });
  return ranked[0]!;
}

/** How far the runs of a machine are from recordings: half-widths of the bands by which points lie outside, and beside the median. */
export function scoreOf(
  cases: readonly Recorded[],
  machine: MachineTimes,
  runs: number,
  seed: number,
): number {
  const scores = cases.map(({ recording, model }, index) => {
    const engine = new Engine({ ...model, machine });
    return distance(recording, compare(recording, engine, runs, runSeed(seed, index)));
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function distance(recording: Recording, { curves, restarts, mostRestarts }: Comparison): number {
  let sum = 0;
  for (const curve of CURVES) {
    recording.forEach((sample, at) => {
      const [low, middle, high] = curves[curve].bands[at]!;
      // A pod more than the band is wide, so that a band without width counts in pods.
      const half = (high - low) / 2 + 1;
      const off = Math.abs(sample[curve] - middle) / half;
      const outside = Math.max(0, low - sample[curve], sample[curve] - high) / half;
      sum += Math.min(off, 3) ** 2 / 4 + Math.min(outside, 3);
    });
  }
  const ends = [restarts, mostRestarts].map(({ recorded, low, high }) => {
    const outside = Math.max(0, low - recorded, recorded - high);
    return Math.min((2 * outside) / (high - low + 1), 1);
  });
  return sum / (recording.length * CURVES.length) + ends.reduce((one, other) => one + other, 0);
}

function draw(start: MachineTimes, random: Sequence, index: number): MachineTimes {
  const times = Object.fromEntries(
    Object.entries(SEARCHED).map(([name, [[least, most], [narrow, wide]]]) => {
      const from = least + random.below(most - least + 1);
      return [name, [from, from + narrow + random.below(wide - narrow + 1)]];
    }),
  );
  // Most leave the sync of the Service proxy as it is known to be; every fourth tries without it.
  return { ...start, ...times, syncMs: index % 4 === 3 ? 0 : start.syncMs };
}

/** A machine whose times are each up to a fifth, and 50 ms, away from those of another one. */
function near(machine: MachineTimes, random: Sequence): MachineTimes {
  const nudge = (ms: number): number => {
    const reach = Math.round(ms / 5) + 50;
    return Math.max(0, ms - reach + random.below(2 * reach + 1));
  };
  const times = Object.keys(SEARCHED).map((name) => {
    const [least, most] = machine[name as keyof typeof SEARCHED];
    const from = nudge(least);
    return [name, [from, Math.max(from, nudge(most))]];
  });
  return { ...machine, ...Object.fromEntries(times) };
}
