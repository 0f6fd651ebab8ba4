import { describeFault } from '@pod-contagion/chaos/faults';
import { formatProbeReport } from '@pod-contagion/chaos/probe';
import type { FlushReport } from '@pod-contagion/chaos/nodes';
import type { TargetResult } from '@pod-contagion/chaos/run';
import { formatDuration } from '@pod-contagion/notations';
import type { FlushPlan } from '../plans/flush.ts';
import { formatRunReport } from './run-report.ts';
import { returnedText, sizeText } from './returned.ts';

/** Writes the report of a flush for people: what came back and by whom, what was put back, the probe, the verdict. */
export function formatFlushReport(report: FlushReport): readonly string[] {
  const { node, fault, targets, probe } = report;
  const lines = targets.flatMap((target) => formatStudy(target));
  return [
    `${fault} on node ${node}`,
    ...lines.map((line) => `  ${line}`),
    ...(probe === undefined ? [] : ['', ...formatProbeReport(probe), '']),
    ...formatRunReport(report),
  ];
}

/** What a flush would do, on one line. */
export function plannedFlushText({ node, fault, durationMs, probe }: FlushPlan, namespace: string): string {
  const meanwhile =
    probe === undefined ? '' : `, while ${probe.url} is asked ${probe.ratePerSecond} times a second`;
  return `would do ${describeFault(fault)} on node ${node} by a pod in ${namespace}, put back after ${formatDuration(durationMs)} what has not come back${meanwhile}`;
}

function formatStudy({ agent }: TargetResult): readonly string[] {
  const study = agent?.effect?.flush;
  if (study === undefined) return [];
  const { returned, restored = { chains: 0, rules: 0 } } = study;
  const came = returned.length === 0 ? ['nothing came back by itself'] : returned.map(returnedText);
  return [...came, `put back at the end: ${sizeText(restored)}`];
}
