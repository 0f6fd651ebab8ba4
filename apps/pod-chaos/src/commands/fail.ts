import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { FAIL_FLAGS } from '../flags/fail.ts';
import { planFail } from '../plans/requests.ts';
import { runNetworkFault } from '../session/run-network.ts';

/** `pod-chaos fail`: requests fail, by a proxy before one port of the pod. */
export const failCommand: CommandDef = defineCommand({
  meta: {
    name: 'fail',
    description: 'Has requests to pods fail: with a status, a status of gRPC, or a reset, for a while',
  },
  args: describeFlags(FAIL_FLAGS),
  run: ({ rawArgs }) => {
    const flags = readFlags(FAIL_FLAGS, rawArgs, usageError);
    return runNetworkFault(flags, planFail(flags));
  },
});
