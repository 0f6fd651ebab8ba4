import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { BURN_FLAGS } from '../flags/burn.ts';
import { planBurn } from '../plans/resources.ts';
import { runLastingFault } from '../session/run-network.ts';

/** `pod-chaos burn`: takes processor time. */
export const burnCommand: CommandDef = defineCommand({
  meta: {
    name: 'burn',
    description: 'Burns processor time of pods, for a while: --load per cent of each of --cores',
  },
  args: describeFlags(BURN_FLAGS),
  run: ({ rawArgs }) => {
    const flags = readFlags(BURN_FLAGS, rawArgs, usageError);
    return runLastingFault(flags, planBurn(flags));
  },
});
