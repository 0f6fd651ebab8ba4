import { defineCommand, type CommandDef } from 'citty';
import { cleanUp, listActive, type ActiveFault, type RunReport } from '@pod-contagion/chaos/run';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { RECONNECT_FLAGS, type ReconnectFlags } from '../flags/look.ts';
import { planWho } from '../plans/targets.ts';
import { choose, checkTargets } from '../session/choose.ts';
import { endFaults } from '../session/end-faults.ts';
import { withCluster } from '../session/session.ts';

/** `pod-chaos reconnect`: ends what `disconnect` and `drop` began in these pods. */
export const reconnectCommand: CommandDef = defineCommand({
  meta: {
    name: 'reconnect',
    description: 'Ends what disconnect and drop began in these pods, and proves it',
  },
  args: describeFlags(RECONNECT_FLAGS),
  run: ({ rawArgs }) => reconnect(readFlags(RECONNECT_FLAGS, rawArgs, usageError)),
});

function reconnect(flags: ReconnectFlags): Promise<number> {
  const targets = checkTargets(planWho(flags));
  return withCluster(flags, async (session) => {
    const { kube, namespaces, output, interrupt } = session;
    const chosen = await choose(session, targets, { fault: 'reconnect', dryRun: flags['dry-run'] });
    if (typeof chosen === 'number') return chosen;
    const uids = new Set(chosen.chosen.map(({ uid }) => uid));
    const all = await listActive(kube, { namespaces }, interrupt.signal);
    const cut = all.filter((fault) => uids.has(fault.pod.uid) && isDisconnected(fault));
    if (cut.length === 0) output.note('none of these pods is disconnected');
    // One run after the other, so that no other fault of a pod is ended with it.
    let worst = 0;
    for (const [run, pods] of byRun(cut)) {
      const end = endFaults(session, flags, (options, signal): Promise<RunReport> =>
        cleanUp(kube, { where: { namespaces }, target: run, pods, ...options }, signal),
      );
      worst = Math.max(worst, await end);
    }
    return worst;
  });
}

function isDisconnected({ state, spec }: ActiveFault): boolean {
  return state !== 'ended' && spec?.kind === 'network' && spec.effect.do !== 'netem';
}

function byRun(faults: readonly ActiveFault[]): Map<string, ActiveFault['pod'][]> {
  const runs = new Map<string, ActiveFault['pod'][]>();
  for (const { run, pod } of faults) runs.set(run, [...(runs.get(run) ?? []), pod]);
  return runs;
}
