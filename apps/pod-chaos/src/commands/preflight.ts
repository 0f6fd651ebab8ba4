import { defineCommand, type CommandDef } from 'citty';
import { formatPreflight, preflight, type PreflightOptions } from '@pod-contagion/chaos/preflight';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { PREFLIGHT_FLAGS, type PreflightFlags } from '../flags/preflight.ts';
import { planTargets } from '../plans/targets.ts';
import { checkTargets } from '../session/choose.ts';
import { withCluster } from '../session/session.ts';

/** `pod-chaos preflight`: which faults are possible, and why not. */
export const preflightCommand: CommandDef = defineCommand({
  meta: {
    name: 'preflight',
    description: 'Says for each fault whether it is possible, and why not; changes nothing unless told to',
  },
  args: describeFlags(PREFLIGHT_FLAGS),
  run: ({ rawArgs }) => preflightOf(readFlags(PREFLIGHT_FLAGS, rawArgs, usageError)),
});

function preflightOf(flags: PreflightFlags): Promise<number> {
  const targets = checkTargets(planTargets(withAll(flags)));
  const changes = flags['in-pod'] || flags['check-nodes'];
  return withCluster(
    flags,
    async ({ kube, namespaces, output, interrupt }) => {
      const options: PreflightOptions = {
        namespaces,
        targets: { ...targets, namespaces },
        ...(flags.fault.length > 0 ? { faults: flags.fault } : {}),
        nodeCheck: flags['check-nodes'],
        nodes: flags.node,
        inPod: flags['in-pod'],
        image: flags.image,
      };
      const report = await preflight(kube, options, interrupt.signal);
      output.result('preflight', report, formatPreflight(report));
      return report.faults.every(({ possible }) => possible === 'yes') ? 0 : 1;
    },
    changes ? 'changes' : 'looks',
  );
}

/** Looking touches nobody, so that nobody has to be named; an agent in each pod is another matter. */
function withAll(flags: PreflightFlags): PreflightFlags {
  const isNamed = [flags.pod, flags.node].some(({ length }) => length > 0);
  const amounts = [flags.count, flags.percent, flags['up-to-percent']];
  const selectors = [
    flags.selector,
    flags['field-selector'],
    flags.annotation,
    flags.owner,
    flags['name-pattern'],
  ];
  const isChosen = isNamed || [...amounts, ...selectors].some((value) => value !== undefined);
  return isChosen || flags['in-pod'] ? flags : { ...flags, all: true };
}
