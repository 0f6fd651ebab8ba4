import { readFlags } from '@pod-contagion/command-line';
import { SIMULATE_FLAGS } from '../../src/commands/simulate-flags.ts';
import { usageError } from '../../src/errors.ts';
import { planSimulation, type SimulationPlan } from '../../src/simulate/plan.ts';
import { runSimulation } from '../../src/simulate/run-simulation.ts';

/** The plan that these flags make. */
export function plan(...argv: string[]): Promise<SimulationPlan> {
  return planSimulation(readFlags(SIMULATE_FLAGS, argv, usageError));
}

/** What `contagion simulate` with these flags writes on standard output. */
export async function simulate(...argv: string[]): Promise<string> {
  let out = '';
  runSimulation(await plan(...argv), (text) => void (out += text));
  return out;
}
