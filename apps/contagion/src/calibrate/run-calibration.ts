import { formatDuration } from '@pod-contagion/notations';
import {
  calibrate,
  compare,
  Engine,
  type Candidate,
  type Comparison,
  type Round,
} from '@pod-contagion/simulator';
import { COMPARED_RUNS } from '../limits.ts';
import { createProgressLine, type ProgressOutput } from '../terminal/progress-line.ts';
import type { CalibrationPlan } from './plan.ts';
import { calibrationText } from './texts.ts';

/** What was found, and how near it comes. */
export type Calibration = Readonly<{ found: Candidate; comparison: Comparison }>;

/** What running a calibration needs of its process; `rounds` are those of the search, unless the usual ones are meant. */
export type CalibrationSurroundings = Readonly<{
  write: (text: string) => void;
  progress: ProgressOutput;
  rounds?: readonly Round[];
}>;

/** Does what a plan says and writes what comes of it. */
export function runCalibration(plan: CalibrationPlan, surroundings: CalibrationSurroundings): void {
  const { write, progress, rounds } = surroundings;
  const { model, recording, seed } = plan;
  const line = createProgressLine(progress);
  const startedAtMs = performance.now();
  const found = calibrate([{ recording, model }], model.machine, {
    seed,
    ...(rounds === undefined ? {} : { rounds }),
    onCandidate: (share) =>
      line.tell(() => {
        const leftMs = ((performance.now() - startedAtMs) * (1 - share)) / share;
        return `${Math.floor(100 * share)} % of the search, about ${formatDuration(leftMs)} left`;
      }),
  });
  line.clear();
  // Other runs than those by which it was found.
  const engine = new Engine({ ...model, machine: found.machine });
  const comparison = compare(recording, engine, COMPARED_RUNS, seed);
  write(calibrationText(plan, { found, comparison }));
}
