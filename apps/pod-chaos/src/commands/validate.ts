import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { VALIDATE_FLAGS } from '../flags/run.ts';

/** `pod-chaos validate`: whether an experiment can be run, without asking anybody. */
export const validateCommand: CommandDef = defineCommand({
  meta: {
    name: 'validate',
    description: 'Says whether an experiment can be run here, and where not, with line, column and path',
  },
  args: describeFlags(VALIDATE_FLAGS),
  run: async ({ rawArgs }) => {
    const flags = readFlags(VALIDATE_FLAGS, rawArgs, usageError);
    const { validateExperimentFile } = await import('../session/validate-experiment.ts');
    return validateExperimentFile(flags);
  },
});
