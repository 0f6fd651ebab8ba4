import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { FILL_FLAGS } from '../flags/fill.ts';
import { planFill } from '../plans/resources.ts';
import { runLastingFault } from '../session/run-network.ts';

/** `pod-chaos fill`: takes memory, or disk of a volume. */
export const fillCommand: CommandDef = defineCommand({
  meta: {
    name: 'fill',
    description:
      'Fills memory of pods, or the disk of a volume, for a while; lets go before a limit is reached',
  },
  args: describeFlags(FILL_FLAGS),
  run: ({ rawArgs }) => {
    const flags = readFlags(FILL_FLAGS, rawArgs, usageError);
    return runLastingFault(flags, planFill(flags), { container: flags.container });
  },
});
