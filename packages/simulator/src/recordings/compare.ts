import type { Engine } from '../engine/engine.ts';
import * as COUNT from '../engine/count.ts';
import { look } from '../ensembles/look.ts';
import { runSeed } from '../ensembles/run-seed.ts';
import type { Sample } from '../ensembles/sample.ts';
import { bands as bandsOf, DEFAULT_QUANTILES } from '../statistics/bands.ts';
import { quantile } from '../statistics/quantile.ts';
import type { Recording } from './recording.ts';

/** The curves that a recording and a simulation are compared by. */
export const CURVES = ['restarts', 'waiting', 'ready'] as const;
export type Curve = (typeof CURVES)[number];

/** One number of a recording beside those of many runs. */
export type Beside = Readonly<{
  recorded: number;
  mean: number;
  low: number;
  high: number;
  isInside: boolean;
}>;

/** A curve beside those of an ensemble: the share of its points within the bands, and these: low, median and high of each point. */
export type CurveBeside = Readonly<{ share: number; bands: readonly (readonly [number, number, number])[] }>;

/** A recording beside an ensemble. Bands hold the central 90 % of the runs at each point of time. */
export type Comparison = Readonly<{
  runs: number;
  /** At the recording's end. */
  restarts: Beside;
  mostRestarts: Beside;
  /** The last look, in ms, by which a podder had ended since the one before: all that looks say of an extinction. */
  lastEndSeenMs: Beside;
  /** When nobody was infected any more, in ms, of the runs; NaN where one never was. */
  extinctAtMs: readonly number[];
  curves: Readonly<Record<Curve, CurveBeside>>;
}>;

/** Runs a model as often as asked for and looks at it whenever the recording was. One sneeze from outside comes at time 0. */
export function compare(recording: Recording, engine: Engine, runs: number, seed: number): Comparison {
  const samples: Sample[][] = [];
  const extinctAtMs: number[] = [];
  for (let run = 0; run < runs; run++) {
    engine.reset(runSeed(seed, run));
    engine.introduce();
    let extinctAt = NaN;
    samples.push(
      recording.map(({ atMs }) => {
        if (Number.isNaN(extinctAt) && !engine.run(atMs) && engine.counts[COUNT.infections]! > 0) {
          extinctAt = engine.nowMs;
        }
        engine.run(atMs, false);
        return look(engine);
      }),
    );
    extinctAtMs.push(extinctAt);
  }
  const last = recording.at(-1)!;
  const alongside = (curve: Curve): CurveBeside => {
    const [lows, medians, highs] = bandsOf(samples.map((run) => run.map((sample) => sample[curve])));
    const bands = recording.map((_, at) => [lows![at]!, medians![at]!, highs![at]!] as const);
    const inside = recording.filter((sample, at) => {
      const [low, , high] = bands[at]!;
      return sample[curve] >= low && sample[curve] <= high;
    });
    return { share: inside.length / recording.length, bands };
  };
  return {
    runs,
    restarts: beside(
      last.restarts,
      samples.map((run) => run.at(-1)!.restarts),
    ),
    mostRestarts: beside(
      last.mostRestarts,
      samples.map((run) => run.at(-1)!.mostRestarts),
    ),
    lastEndSeenMs: beside(lastEndSeenMs(recording), samples.map(lastEndSeenMs)),
    extinctAtMs,
    curves: {
      restarts: alongside('restarts'),
      waiting: alongside('waiting'),
      ready: alongside('ready'),
    },
  };
}

function beside(recorded: number, simulated: readonly number[]): Beside {
  const sorted = simulated.toSorted((one, other) => one - other);
  const [low = 0, , high = 0] = DEFAULT_QUANTILES.map((probability) => quantile(sorted, probability));
  const mean = simulated.reduce((sum, value) => sum + value, 0) / simulated.length;
  return { recorded, mean, low, high, isInside: recorded >= low && recorded <= high };
}

/** A podder that has ended is not ready any more, and often in back-off; 0 where none has. */
function lastEndSeenMs(samples: readonly Sample[]): number {
  const last = samples.findLastIndex((sample, at) => {
    const before = samples[at - 1];
    return before !== undefined && (sample.ready < before.ready || sample.waiting > before.waiting);
  });
  return samples[last]?.atMs ?? 0;
}
