import { defineCommand, type CommandDef } from 'citty';
import { formatPreflight, preflight } from '@pod-contagion/chaos/preflight';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { INSTALL_FLAGS, type InstallFlags } from '../flags/look.ts';
import { planTargets } from '../plans/targets.ts';
import { choose, checkTargets } from '../session/choose.ts';
import { withCluster } from '../session/session.ts';

/** `pod-chaos install`: has the agent's image on the pod's node, and shows that it can run in the pod. */
export const installCommand: CommandDef = defineCommand({
  meta: {
    name: 'install',
    description:
      "Brings the agent's image to a pod's node and shows that it can run in the pod; breaks nothing",
  },
  args: describeFlags(INSTALL_FLAGS),
  run: ({ rawArgs }) => install(readFlags(INSTALL_FLAGS, rawArgs, usageError)),
});

function install(flags: InstallFlags): Promise<number> {
  const targets = checkTargets({ ...planTargets(flags), refuseHostNetwork: true });
  return withCluster(flags, async (session) => {
    const { kube, namespaces, output, interrupt } = session;
    const chosen = await choose(session, targets, { fault: 'install', dryRun: flags['dry-run'] });
    if (typeof chosen === 'number') return chosen;
    const options = {
      namespaces,
      targets: chosen,
      faults: ['network'],
      inPod: true,
      image: flags.image,
    } as const;
    const report = await preflight(kube, options, interrupt.signal);
    output.result('preflight', report, formatPreflight(report));
    return report.faults.every(({ possible }) => possible === 'yes') ? 0 : 1;
  });
}
