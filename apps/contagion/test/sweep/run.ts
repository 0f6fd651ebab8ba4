import { readFlags } from '@pod-contagion/command-line';
import { SWEEP_FLAGS } from '../../src/commands/sweep-flags.ts';
import { usageError } from '../../src/errors.ts';
import { planSweep, type SweepPlan } from '../../src/sweep/plan.ts';
import { runSweep } from '../../src/sweep/run-sweep.ts';

/** The plan that these flags make. */
export function plan(...argv: string[]): Promise<SweepPlan> {
  return planSweep(readFlags(SWEEP_FLAGS, argv, usageError));
}

/** What `contagion sweep` with these flags writes on standard output. */
export async function sweep(...argv: string[]): Promise<string> {
  let out = '';
  const progress = { isTTY: false, columns: 80, write: () => true };
  await runSweep(await plan(...argv), {
    write: (text) => void (out += text),
    progress,
    signal: new AbortController().signal,
  });
  return out;
}
