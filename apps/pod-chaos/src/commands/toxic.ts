import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { TOXIC_FLAGS } from '../flags/toxic.ts';
import { planToxic } from '../plans/toxic.ts';
import { runNetworkFault } from '../session/run-network.ts';

/** `pod-chaos toxic`: Toxiproxy's toxics, by a proxy before one port of the pod. */
export const toxicCommand: CommandDef = defineCommand({
  meta: {
    name: 'toxic',
    description: "Puts Toxiproxy's toxics into TCP connections to pods, of any protocol, for a while",
  },
  args: describeFlags(TOXIC_FLAGS),
  run: ({ rawArgs }) => {
    const flags = readFlags(TOXIC_FLAGS, rawArgs, usageError);
    return runNetworkFault(flags, planToxic(flags));
  },
});
