import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { SLOW_FLAGS } from '../flags/slow.ts';
import { planSlow } from '../plans/requests.ts';
import { runNetworkFault } from '../session/run-network.ts';

/** `pod-chaos slow`: answers late, by a proxy before one port of the pod. */
export const slowCommand: CommandDef = defineCommand({
  meta: {
    name: 'slow',
    description: 'Delays requests to pods, or slows down the bodies of their answers, for a while',
  },
  args: describeFlags(SLOW_FLAGS),
  run: ({ rawArgs }) => {
    const flags = readFlags(SLOW_FLAGS, rawArgs, usageError);
    return runNetworkFault(flags, planSlow(flags));
  },
});
