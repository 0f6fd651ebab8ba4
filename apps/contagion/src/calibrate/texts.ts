import { CURVES, type Beside, type MachineTimes } from '@pod-contagion/simulator';
import { modelWords } from '../simulate/texts.ts';
import type { CalibrationPlan } from './plan.ts';
import type { Calibration } from './run-calibration.ts';

/** What each of the machine's times is called, in the order in which they come. */
const TIMES = {
  killMs: 'kill',
  startMs: 'start',
  readyMs: 'ready',
  endpointMs: 'endpoint',
  firstSneezeMs: 'first sneeze',
} as const satisfies { readonly [Name in keyof MachineTimes]?: string };

const CURVE_NAMES = { restarts: 'restarts', waiting: 'in back-off', ready: 'ready' } as const;

/** What a calibration found, for people or as the JSON that `--machine` takes. */
export function calibrationText(plan: CalibrationPlan, calibration: Calibration): string {
  if (plan.json) return `${JSON.stringify(lineOf(plan, calibration))}\n`;
  const { found, comparison } = calibration;
  const { machine, score } = found;
  const times = Object.entries(TIMES).map(([name, label]) => {
    const [leastMs, mostMs] = machine[name as keyof typeof TIMES];
    return `${label.padEnd(13)} ${leastMs / 1_000} to ${mostMs / 1_000} s`;
  });
  const shares = CURVES.map(
    (curve) => `${CURVE_NAMES[curve]} ${(100 * comparison.curves[curve].share).toFixed(0)} %`,
  );
  return `${[
    [...modelWords(plan.model, plan.profile, new Set()), `seed ${plan.seed}`].join(', '),
    ...times,
    `${'sync'.padEnd(13)} ${machine.syncMs / 1_000} s`,
    `${'score'.padEnd(13)} ${score.toFixed(3)}; 0 would be the middle of the runs at every look`,
    besideText('restarts', comparison.restarts),
    besideText('most of one', comparison.mostRestarts),
    `${'inside'.padEnd(13)} ${shares.join(', ')} of ${plan.recording.length} looks, of the 90 % bands of ${comparison.runs} runs`,
  ].join('\n')}\n`;
}

function besideText(label: string, { recorded, mean, low, high, isInside }: Beside): string {
  return `${label.padEnd(13)} ${recorded} recorded, ${mean.toFixed(1)} simulated, 90 % of them ${shortest(low)} to ${shortest(high)}${isInside ? '' : ': outside'}`;
}

/** With a place behind the point only where it says something. */
function shortest(number: number): string {
  return String(Number(number.toFixed(1)));
}

function lineOf({ path, profile, model, seed }: CalibrationPlan, { found, comparison }: Calibration): object {
  const { runs, restarts, mostRestarts, curves } = comparison;
  return {
    recording: path,
    profile,
    kubeletVersion: model.rules.version,
    machine: found.machine,
    score: found.score,
    seed,
    runs,
    restarts,
    mostRestarts,
    inside: Object.fromEntries(CURVES.map((curve) => [curve, curves[curve].share])),
  };
}
