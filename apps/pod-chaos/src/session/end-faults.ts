import type { AgentRunOptions, RunReport } from '@pod-contagion/chaos/run';
import { formatCleanUpReport, reportExitCode } from '../texts/run-report.ts';
import { eventFields } from '../texts/event-fields.ts';
import { runEventText } from '../texts/run-event.ts';
import type { ClusterSession } from './session.ts';

/** How long the proof may take where nobody says. */
const DEFAULT_TIMEOUT_MS = 120_000;

/** Ends faults with the given function and reports what came of it; returns what the process ends with. */
export async function endFaults(
  { output, interrupt, witness }: ClusterSession,
  {
    image,
    timeout = DEFAULT_TIMEOUT_MS,
  }: Readonly<{ image: string | undefined; timeout: number | undefined }>,
  end: (options: Omit<AgentRunOptions, 'run'>, signal: AbortSignal) => Promise<RunReport>,
): Promise<number> {
  const options: Omit<AgentRunOptions, 'run'> = {
    image,
    giveUp: AbortSignal.timeout(timeout),
    onEvent: (event) => {
      witness.happened(event);
      output.progress('progress', eventFields(event), runEventText(event));
    },
  };
  const report = await end(options, interrupt.signal);
  if (report.targets.length === 0) output.note('no pod has a fault that is to be ended');
  output.result('report', report, formatCleanUpReport(report));
  return reportExitCode(report);
}
