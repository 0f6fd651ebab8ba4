import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { REAP_FLAGS } from '../flags/reap.ts';
import { planReap } from '../plans/reap.ts';
import { checkTargets } from '../session/choose.ts';
import { runReaper } from '../session/run-reaper.ts';
import { withCluster } from '../session/session.ts';

/** `pod-chaos reap`: pods whose containers end are replaced, not restarted. */
export const reapCommand: CommandDef = defineCommand({
  meta: {
    name: 'reap',
    description:
      'Deletes pods whose containers were killed or ended, so that others replace them without back-off',
  },
  args: describeFlags(REAP_FLAGS),
  run: ({ rawArgs }) => {
    const flags = readFlags(REAP_FLAGS, rawArgs, usageError);
    const plan = planReap(flags);
    checkTargets(plan.targets);
    return withCluster(flags, (session) => runReaper(session, plan));
  },
});
