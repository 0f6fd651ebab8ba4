import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { DISCONNECT_FLAGS } from '../flags/disconnect.ts';
import { planDrop } from '../plans/network.ts';
import { runNetworkFault } from '../session/run-network.ts';

/** `pod-chaos drop`: drops packets by port. */
export const dropCommand: CommandDef = defineCommand({
  meta: {
    name: 'drop',
    description: 'Drops packets by port, for a while: --port of the other end, --local-port of the pod',
  },
  args: describeFlags(DISCONNECT_FLAGS),
  run: ({ rawArgs }) => {
    const flags = readFlags(DISCONNECT_FLAGS, rawArgs, usageError);
    return runNetworkFault(flags, planDrop(flags));
  },
});
