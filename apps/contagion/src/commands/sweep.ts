import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import type { SweepPlan } from '../sweep/plan.ts';
import { runToEnd } from '../up/run-to-end.ts';
import { SWEEP_FLAGS, type SweepFlags } from './sweep-flags.ts';

/** `contagion sweep`: many settings beside each other, and of each whether the contagion lasts. */
export const sweepCommand: CommandDef = defineCommand({
  meta: {
    name: 'sweep',
    description: 'Simulates many settings, each as often as it takes, and says where an epidemic lasts',
  },
  args: describeFlags(SWEEP_FLAGS),
  run: ({ rawArgs }) => sweep(readFlags(SWEEP_FLAGS, rawArgs, usageError)),
});

async function sweep(flags: SweepFlags): Promise<number> {
  const [{ planSweep }, { runSweep }] = await Promise.all([
    import('../sweep/plan.ts'),
    import('../sweep/run-sweep.ts'),
  ]);
  const { stdout, stderr } = process;
  const plan = await planSweep(flags);
  const note = (text: string): void => void stderr.write(`contagion: ${text}\n`);
  for (const warning of plan.warnings) note(warning);
  return runToEnd(
    (signal) => runSweep(plan, { write: (text) => void stdout.write(text), progress: stderr, signal }),
    (reason) => note(`ended by ${reason}; ${howToGoOn(plan)}`),
  );
}

function howToGoOn({ file }: SweepPlan): string {
  return file === undefined
    ? 'without --out nothing is kept'
    : `what is done is in ${file.path}: the same command goes on with --resume`;
}
