import type { RunReport, TargetResult, Verdict } from '@pod-contagion/chaos';
import { counted, podText } from './pod.ts';

const VERDICTS: Readonly<Record<Verdict, string>> = {
  held: 'every target was hit, and nothing is left',
  'no-effect': 'it did not take effect everywhere, and nothing is left',
  failed: 'it failed somewhere, and nothing is left',
  'not-ended': 'something may be left: run pod-chaos cleanup',
};

/** What a process ends with for a verdict; see also the exit codes of signals. */
export function verdictExitCode(verdict: Verdict): number {
  return verdict === 'held' ? 0 : 1;
}

/** Writes a report for people: a line for each pod, then the verdict. `what` says what was done to them. */
export function formatRunReport(report: RunReport): readonly string[] {
  const { run, targets, verdict, interrupted } = report;
  const hit = targets.filter(({ outcome }) => outcome === 'hit').length;
  const mended = targets.filter((target) => target.mended).length;
  return [
    ...targets.map(formatResult),
    `${verdict}: ${hit} of ${counted(targets.length, 'pod')} hit, ${mended} proven mended; ${VERDICTS[verdict]} (run ${run}${interrupted ? ', interrupted' : ''})`,
  ];
}

function formatResult(result: TargetResult): string {
  const { pod, outcome, hits, mended, agent, error } = result;
  const effect = agent?.effect;
  const times =
    effect === undefined
      ? `${hits}`
      : `${counted(effect.hits, effect.unit.replace(/s$/, ''))}${effect.dropped === undefined ? '' : `, ${effect.dropped} dropped`}`;
  const why = error === undefined ? '' : ` (${error.code}: ${error.message})`;
  return `${podText(pod)}: ${outcome}, ${times}; ${mended ? 'mended' : 'NOT proven mended'}${why}`;
}
