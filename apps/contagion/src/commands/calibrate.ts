import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { CALIBRATE_FLAGS, type CalibrateFlags } from './calibrate-flags.ts';

/** `contagion calibrate`: the machine's own times, from what was seen of a cluster. */
export const calibrateCommand: CommandDef = defineCommand({
  meta: {
    name: 'calibrate',
    description: "Finds a machine's own times from a recording, and says how near simulations come to it",
  },
  args: describeFlags(CALIBRATE_FLAGS),
  run: ({ rawArgs }) => calibrate(readFlags(CALIBRATE_FLAGS, rawArgs, usageError)),
});

async function calibrate(flags: CalibrateFlags): Promise<number> {
  const [{ planCalibration }, { runCalibration }] = await Promise.all([
    import('../calibrate/plan.ts'),
    import('../calibrate/run-calibration.ts'),
  ]);
  const { stdout, stderr } = process;
  const plan = await planCalibration(flags);
  for (const warning of plan.warnings) stderr.write(`contagion: ${warning}\n`);
  runCalibration(plan, { write: (text) => void stdout.write(text), progress: stderr });
  return 0;
}
