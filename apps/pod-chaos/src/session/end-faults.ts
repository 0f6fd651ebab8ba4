import type { AgentRunOptions, RunReport } from '@pod-contagion/chaos';
import { formatRunReport, verdictExitCode } from '../texts/run-report.ts';
import { runEventFields, runEventText } from '../texts/run-event.ts';
import { counted } from '../texts/pod.ts';
import type { ClusterSession } from './session.ts';

/** How long the proof may take where nobody says. */
const DEFAULT_TIMEOUT_MS = 120_000;

/** Ends faults with the given function and reports what came of it; returns what the process ends with. */
export async function endFaults(
  { output, interrupt }: ClusterSession,
  {
    image,
    timeout = DEFAULT_TIMEOUT_MS,
  }: Readonly<{ image: string | undefined; timeout: number | undefined }>,
  end: (options: Omit<AgentRunOptions, 'run'>, signal: AbortSignal) => Promise<RunReport>,
): Promise<number> {
  const options: Omit<AgentRunOptions, 'run'> = {
    image,
    giveUp: AbortSignal.timeout(timeout),
    onEvent: (event) => output.progress('progress', runEventFields(event), runEventText(event)),
  };
  const report = await end(options, interrupt.signal);
  if (report.targets.length === 0) output.note('no pod has a fault that is to be ended');
  output.result('report', report, [
    ...formatRunReport(report).slice(0, -1),
    ...(report.targets.length === 0 ? [] : [summary(report)]),
  ]);
  return verdictExitCode(report.verdict);
}

function summary({ targets, verdict }: RunReport): string {
  const mended = targets.filter((target) => target.mended).length;
  return `${verdict}: ${mended} of ${counted(targets.length, 'pod')} proven mended`;
}
