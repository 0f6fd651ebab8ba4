import { checkTime, SimulatorError, type Recording } from '@pod-contagion/simulator';
import type { CalibrateFlags } from '../commands/calibrate-flags.ts';
import { usageError } from '../errors.ts';
import { MAX_COMPARED_SAMPLES } from '../limits.ts';
import { DEFAULT_SEED } from '../simulate/plan.ts';
import { planModel, type ModelPlan } from '../simulate/plan-model.ts';
import { readRecording } from './read-recording.ts';

/** All that `contagion calibrate` will do, checked before any of it is done. */
export type CalibrationPlan = ModelPlan &
  Readonly<{ path: string; recording: Recording; seed: number; json: boolean }>;

/**
 * Makes the plan: reads the recording, and makes a model of what was recorded.
 * @throws {ContagionError} CONTAGION_USAGE
 * @throws what `readRecording` and `planModel` throw
 */
export async function planCalibration(flags: CalibrateFlags): Promise<CalibrationPlan> {
  const { recording: path, seed = DEFAULT_SEED, json } = flags;
  if (path === undefined) throw usageError('--recording expects the path of one recording, got nothing');
  const { recording, warnings: ofRecording } = await readRecording(path);
  const plan = await planModel(flags);
  const { pods } = plan.model;
  const [first] = recording;
  if (first?.pods !== pods) {
    throw usageError(
      `${path}: expected ${pods} pods at first, as --replicas or the manifests say, got ${first?.pods}`,
    );
  }
  checkLength(path, recording, plan);
  const warnings = [...plan.warnings, ...ofRecording.map((warning) => `${path}: ${warning}`)];
  if (plan.outbreak.sneezes > 1) warnings.push('a recording begins with one sneeze: the starter is left out');
  const step = Math.ceil(recording.length / MAX_COMPARED_SAMPLES);
  if (step > 1) warnings.push(`${path}: one of ${step} looks is compared, as there are ${recording.length}`);
  const compared = recording.filter((_, index) => index % step === 0 || index === recording.length - 1);
  return { ...plan, warnings, path, recording: compared, seed, json };
}

/** Refuses a recording that lasts longer than can be simulated, of which the times may be meant otherwise. */
function checkLength(path: string, recording: Recording, { model }: ModelPlan): void {
  try {
    checkTime(model, recording.at(-1)?.atMs ?? 0);
  } catch (error) {
    if (!(error instanceof SimulatorError)) throw error;
    throw usageError(`${path}: ${error.message}`);
  }
}
