import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import type { One, SimulationPlan } from '../simulate/plan.ts';
import { findTerminal } from '../terminal/find-terminal.ts';
import { createEnding, END_EXIT_CODES } from '../up/ending.ts';
import { runToEnd } from '../up/run-to-end.ts';
import { SIMULATE_FLAGS, type SimulateFlags } from './simulate-flags.ts';

/** `contagion simulate`: the same experiment in virtual time, once or many times. */
export const simulateCommand: CommandDef = defineCommand({
  meta: {
    name: 'simulate',
    description: 'Simulates an epidemic of up to ten million podders, and says whether it dies out',
  },
  args: describeFlags(SIMULATE_FLAGS),
  run: ({ rawArgs }) => simulate(readFlags(SIMULATE_FLAGS, rawArgs, usageError)),
});

async function simulate(flags: SimulateFlags): Promise<number> {
  const [{ planSimulation }, { runSimulation }] = await Promise.all([
    import('../simulate/plan.ts'),
    import('../simulate/run-simulation.ts'),
  ]);
  const { stdout, stderr } = process;
  const note = (text: string): void => void stderr.write(`contagion: ${text}\n`);
  const planned = async (): Promise<SimulationPlan> => {
    const plan = await planSimulation(flags);
    for (const warning of plan.warnings) note(warning);
    return plan;
  };
  if (flags.watch) {
    const plan = await planned();
    const { what, watchedAtSpeed } = plan;
    if (watchedAtSpeed !== undefined && what.kind === 'one') return watch(plan, what, watchedAtSpeed);
  }
  // Planned within, as that opens files: from then on a signal has to take them away.
  return runToEnd(
    async (signal) =>
      runSimulation(await planned(), {
        write: (text) => void stdout.write(text),
        note,
        progress: stderr,
        signal,
      }),
    (reason) => note(`ended by ${reason}; no file is written`),
  );
}

async function watch(plan: SimulationPlan, what: One, speed: number): Promise<number> {
  const { runWatch } = await import('../watch/run-watch.ts');
  const ending = createEnding(() => undefined);
  try {
    await runWatch(plan, what, speed, {
      terminal: findTerminal(process),
      outputs: {
        line: (text) => void process.stdout.write(text),
        note: (text) => void process.stderr.write(text),
      },
      ending,
    });
  } finally {
    ending.release();
  }
  const reason = await ending.asked;
  if (reason === 'failed') throw ending.error;
  return END_EXIT_CODES[reason];
}
