import { defineCommand, type CommandDef } from 'citty';
import { cleanUp, type Where } from '@pod-contagion/chaos/run';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { CLEANUP_FLAGS, type CleanupFlags } from '../flags/look.ts';
import { planPlace } from '../plans/place.ts';
import { endFaults } from '../session/end-faults.ts';
import { withCluster } from '../session/session.ts';

/** `pod-chaos cleanup`: ends faults, whoever began them, and proves it. */
export const cleanupCommand: CommandDef = defineCommand({
  meta: {
    name: 'cleanup',
    description: 'Ends the faults that pods have, whoever began them, and proves that they are gone',
  },
  args: describeFlags(CLEANUP_FLAGS),
  run: ({ rawArgs }) => cleanup(readFlags(CLEANUP_FLAGS, rawArgs, usageError)),
});

function cleanup(flags: CleanupFlags): Promise<number> {
  const place = planPlace(flags);
  if (place !== undefined && flags.pod.length > 0) {
    throw usageError('expected --pod or --all-namespaces (-A), got both');
  }
  if (flags.pod.length > 0 && flags.namespace.length > 1) {
    throw usageError('expected one namespace with --pod, got several');
  }
  if (flags.node.length > 0 && (flags.pod.length > 0 || place !== undefined || flags.namespace.length > 1)) {
    throw usageError('expected --node with one namespace at most and without --pod, got more');
  }
  return withCluster(flags, (session) => {
    const { kube, namespaces } = session;
    const where: Where = place ?? { namespaces };
    const pods = namespaces.flatMap((namespace) => flags.pod.map((name) => ({ namespace, name })));
    const [namespace = ''] = namespaces;
    const named = flags.pod.length > 0 ? { pods } : {};
    const nodes = flags.node.length > 0 ? { nodes: { names: flags.node, namespace } } : {};
    return endFaults(session, flags, (options, signal) =>
      cleanUp(kube, { where, target: flags.run, ...named, ...nodes, ...options }, signal),
    );
  });
}
