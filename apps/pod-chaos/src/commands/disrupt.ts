import { defineCommand, type CommandDef } from 'citty';
import { parseNetem } from '@pod-contagion/chaos/parse';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { DISRUPT_FLAGS } from '../flags/disrupt.ts';
import { planDisrupt } from '../plans/network.ts';
import { checkKernels } from '../session/check-kernels.ts';
import { runNetworkFault } from '../session/run-network.ts';

/** `pod-chaos disrupt`: delay, loss and everything else that netem does. */
export const disruptCommand: CommandDef = defineCommand({
  meta: {
    name: 'disrupt',
    description: 'Delays, loses, duplicates, corrupts, reorders or throttles packets of pods, for a while',
  },
  args: describeFlags(DISRUPT_FLAGS),
  run: ({ rawArgs }) => {
    const flags = readFlags(DISRUPT_FLAGS, rawArgs, usageError);
    const fault = planDisrupt(flags, parseNetem);
    return runNetworkFault(flags, fault, checkKernels(fault, flags));
  },
});
