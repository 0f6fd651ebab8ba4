import { defineCommand, type CommandDef } from 'citty';
import { listActive } from '@pod-contagion/chaos/run';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { STATUS_FLAGS, type StatusFlags } from '../flags/look.ts';
import { planPlace } from '../plans/place.ts';
import { withCluster } from '../session/session.ts';
import { formatActive } from '../texts/active.ts';

/** `pod-chaos status`: what is active, read from the pods. */
export const statusCommand: CommandDef = defineCommand({
  meta: {
    name: 'status',
    description: 'Lists the faults that pods have, and those that were left without a proof',
  },
  args: describeFlags(STATUS_FLAGS),
  run: ({ rawArgs }) => status(readFlags(STATUS_FLAGS, rawArgs, usageError)),
});

function status(flags: StatusFlags): Promise<number> {
  const place = planPlace(flags);
  return withCluster(
    flags,
    async ({ kube, namespaces, output, interrupt }) => {
      const all = await listActive(kube, place ?? { namespaces }, interrupt.signal);
      const active = all.filter(({ state }) => state !== 'ended');
      for (const fault of active) output.result('active', fault, [formatActive(fault)]);
      if (active.length === 0) output.note('no fault is active');
      return 0;
    },
    'looks',
  );
}
