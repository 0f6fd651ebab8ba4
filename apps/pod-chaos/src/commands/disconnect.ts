import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { DISCONNECT_FLAGS } from '../flags/disconnect.ts';
import { planDisconnect } from '../plans/network.ts';
import { runNetworkFault } from '../session/run-network.ts';

/** `pod-chaos disconnect`: drops everything, or what goes to and comes from chosen peers. */
export const disconnectCommand: CommandDef = defineCommand({
  meta: {
    name: 'disconnect',
    description: 'Cuts pods off: from everything, or from chosen peers (--from db), for a while',
  },
  args: describeFlags(DISCONNECT_FLAGS),
  run: ({ rawArgs }) => {
    const flags = readFlags(DISCONNECT_FLAGS, rawArgs, usageError);
    return runNetworkFault(flags, planDisconnect(flags));
  },
});
