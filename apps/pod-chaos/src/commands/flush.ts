import { defineCommand, type CommandDef } from 'citty';
import { describeFault } from '@pod-contagion/chaos/faults';
import { flushNode, lookAtNode } from '@pod-contagion/chaos/nodes';
import { newRunId, type RunEvent } from '@pod-contagion/chaos/run';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { formatDuration } from '@pod-contagion/notations';
import { usageError } from '../errors.ts';
import { FLUSH_FLAGS, type FlushFlags } from '../flags/flush.ts';
import { planFlush, requireConsent, type FlushPlan } from '../plans/flush.ts';
import { withCluster, type ClusterSession } from '../session/session.ts';
import { tellFlushLeft } from '../session/tell-flush-left.ts';
import { eventFields } from '../texts/event-fields.ts';
import { formatFlushReport, plannedFlushText } from '../texts/flush-report.ts';
import { runEventText } from '../texts/run-event.ts';
import { reportExitCode } from '../texts/run-report.ts';

/** `pod-chaos flush`: what happens when somebody types `iptables -F` on a node. */
export const flushCommand: CommandDef = defineCommand({
  meta: {
    name: 'flush',
    description: 'Flushes iptables on a node, sees what comes back and when, and puts back the rest',
  },
  args: describeFlags(FLUSH_FLAGS),
  run: ({ rawArgs }) => flush(readFlags(FLUSH_FLAGS, rawArgs, usageError)),
});

function flush(flags: FlushFlags): Promise<number> {
  const plan = planFlush(flags);
  const { node } = plan;
  const dryRun = flags['dry-run'];
  if (!dryRun) requireConsent(plan, flags);
  const place = { ...flags, namespace: flags.namespace === undefined ? [] : [flags.namespace] };
  return withCluster(place, async (session) => {
    const { kube, output, interrupt } = session;
    const unknown = await lookAtNode(kube, node, interrupt.signal);
    if (unknown !== undefined) output.note(`node ${node} could not be looked at: ${unknown}`);
    return dryRun ? tell(session, plan) : strike(session, plan, flags);
  });
}

function tell({ output, namespaces }: ClusterSession, plan: FlushPlan): number {
  const { node, fault, durationMs, probe } = plan;
  const [namespace = ''] = namespaces;
  output.result('flush', { dryRun: true, node, namespace, fault: describeFault(fault), durationMs, probe }, [
    plannedFlushText(plan, namespace),
  ]);
  return 0;
}

async function strike(session: ClusterSession, plan: FlushPlan, flags: FlushFlags): Promise<number> {
  const { kube, namespaces, output, interrupt, witness } = session;
  const { node, fault, durationMs, probe, isDefaultDuration } = plan;
  if (isDefaultDuration) output.note(`no --duration given: it ends after ${formatDuration(durationMs)}`);
  const run = newRunId();
  const [namespace = ''] = namespaces;
  session.onLeft(() => tellFlushLeft(output, { run, node, namespace }));
  const onEvent = (event: RunEvent): void => {
    witness.happened(event);
    output.progress('progress', eventFields(event), runEventText(event));
  };
  const { image, 'net-raw': netRaw } = flags;
  const options = { run, node, namespace, durationMs, probe, image, netRaw, onEvent };
  const report = await flushNode(kube, fault, options, interrupt.signal);
  output.result('report', report, formatFlushReport(report));
  return reportExitCode(report);
}
