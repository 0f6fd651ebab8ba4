import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { RUN_FLAGS } from '../flags/run.ts';

/** `pod-chaos run`: a whole experiment, with a hypothesis and a report. */
export const runCommand: CommandDef = defineCommand({
  meta: {
    name: 'run',
    description: "Runs an experiment in Chaos Toolkit's format, and says whether its hypothesis held",
  },
  args: describeFlags(RUN_FLAGS),
  run: async ({ rawArgs }) => {
    const flags = readFlags(RUN_FLAGS, rawArgs, usageError);
    // What reads and runs experiments takes a while to load.
    const { runExperimentFile } = await import('../session/run-experiment.ts');
    return runExperimentFile(flags);
  },
});
