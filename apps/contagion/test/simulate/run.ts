import { readFlags } from '@pod-contagion/command-line';
import { SIMULATE_FLAGS } from '../../src/commands/simulate-flags.ts';
import { usageError } from '../../src/errors.ts';
import { planSimulation, type SimulationPlan } from '../../src/simulate/plan.ts';
import { runSimulation } from '../../src/simulate/run-simulation.ts';

/** The plan that these flags make. */
export function plan(...argv: string[]): Promise<SimulationPlan> {
  return planSimulation(readFlags(SIMULATE_FLAGS, argv, usageError));
}

/** What `contagion simulate` with these flags writes on standard output, and what it notes. */
export async function told(...argv: string[]): Promise<{ out: string; notes: readonly string[] }> {
  let out = '';
  const notes: string[] = [];
  await runSimulation(await plan(...argv), {
    write: (text) => void (out += text),
    note: (text) => void notes.push(text),
    progress: { isTTY: false, columns: 80, write: () => true },
    signal: new AbortController().signal,
  });
  return { out, notes };
}

/** What it writes on standard output. */
export async function simulate(...argv: string[]): Promise<string> {
  return (await told(...argv)).out;
}
