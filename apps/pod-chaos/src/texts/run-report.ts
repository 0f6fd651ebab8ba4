import { CHAOS_ERROR_CODES, type RunReport, type TargetResult, type Verdict } from '@pod-contagion/chaos';
import { counted, podText } from './pod.ts';

const VERDICTS: Readonly<Record<Verdict, string>> = {
  held: 'every target was hit, and nothing is left',
  'no-effect': 'it did not take effect everywhere, and nothing is left',
  'node-cut-off':
    'the node was to be spared, and its probes did not get through: --except takes its address; nothing is left',
  failed: 'it failed somewhere, and nothing is left',
  'not-ended': 'something may be left: run pod-chaos cleanup',
};

/**
 * What a process ends with for a report: 0 where it held, and where it was interrupted and all is proven mended. Where
 * nothing could be done to any pod, all for reasons of one exit code, that one: 2 for wrong usage that only the pods could
 * tell, 4 for what could not run. Else 1.
 */
export function reportExitCode({ verdict, interrupted, targets }: RunReport): number {
  if (verdict === 'held') return 0;
  if (interrupted && targets.every(({ mended }) => mended)) return 0;
  const [code, ...others] = new Set(targets.map(targetExitCode));
  return code === undefined || others.length > 0 ? 1 : code;
}

function targetExitCode({ outcome, hits, mended, error }: TargetResult): number {
  if (outcome !== 'failed' || hits > 0 || !mended || error === undefined) return 1;
  const codes: Readonly<Record<string, { exitCode: number }>> = CHAOS_ERROR_CODES;
  return codes[error.code]?.exitCode ?? 1;
}

/** Writes a report for people: a line for each pod, then the verdict. */
export function formatRunReport(report: RunReport): readonly string[] {
  const { run, targets, verdict, interrupted } = report;
  const hit = targets.filter(({ outcome }) => outcome === 'hit').length;
  const mended = targets.filter((target) => target.mended).length;
  const troubled = targets.filter(({ probes }) => probes !== undefined).length;
  const trouble = troubled === 0 ? '' : `, probes of ${troubled} failed meanwhile`;
  const counts = `${hit} of ${counted(targets.length, 'pod')} hit, ${mended} proven mended${trouble}`;
  const which = `(run ${run}${interrupted ? ', interrupted' : ''})`;
  return [
    ...targets.flatMap((target) => [formatResult(target), ...formatProbes(target)]),
    `${verdict}: ${counts}; ${VERDICTS[verdict]} ${which}`,
  ];
}

/** Writes the report of a kill, which leaves nothing that could be mended. */
export function formatKillReport({
  targets,
  verdict,
  run,
  interrupted,
  fault,
}: RunReport): readonly string[] {
  const hit = targets.filter(({ outcome }) => outcome === 'hit').length;
  return [
    ...targets.map(({ pod, outcome, error }) => `${podText(pod)}: ${outcome}${whyText(error)}`),
    `${verdict}: ${hit} of ${counted(targets.length, 'pod')} hit by ${fault} (run ${run}${interrupted ? ', interrupted' : ''})`,
  ];
}

/** Writes the report of a clean-up: only whether all is proven gone counts. */
export function formatCleanUpReport({ targets, verdict }: RunReport): readonly string[] {
  const lines = targets.map(({ pod, outcome, mended, error }) => {
    const had = outcome === 'missed' ? 'had nothing' : mended ? 'proven mended' : 'NOT proven mended';
    return `${podText(pod)}: ${had}${whyText(error)}`;
  });
  if (targets.length === 0) return lines;
  const mended = targets.filter((target) => target.mended).length;
  return [...lines, `${verdict}: ${mended} of ${counted(targets.length, 'pod')} proven mended`];
}

/** Says where a fault is in place that nobody follows any more, and where it failed. */
export function formatBackground(
  run: string,
  inPlace: readonly Readonly<{ endsAt: string | undefined }>[],
  failed: readonly TargetResult[],
): readonly string[] {
  const failures = failed.map(({ pod, error }) => `${podText(pod)}: failed${whyText(error)}`);
  const ends = inPlace.map(({ endsAt = '' }) => endsAt).toSorted();
  const last = ends.at(-1);
  if (last === undefined) return failures;
  const how = 'pod-chaos status shows it, pod-chaos cleanup ends it now';
  return [
    ...failures,
    `in place in ${counted(ends.length, 'pod')}; the agents end it by ${last} (run ${run}); ${how}`,
  ];
}

function formatResult({ pod, outcome, hits, mended, agent, error }: TargetResult): string {
  const { effect } = agent ?? {};
  const isTold = effect?.dropped !== undefined && effect.dropped !== hits;
  const dropped = isTold ? `, ${effect.dropped} dropped` : '';
  const times = counted(hits, (effect?.unit ?? 'hits').replace(/s$/, ''));
  return `${podText(pod)}: ${outcome}, ${times}${dropped}; ${mended ? 'mended' : 'NOT proven mended'}${whyText(error)}`;
}

/** Says what came of a pod's probes, a line for it and one for each thing that the kubelet said. */
function formatProbes({ pod, probes }: TargetResult): readonly string[] {
  if (probes === undefined) return [];
  const { restarts, wasUnready, failures } = probes;
  const what = [
    ...(failures.length > 0 ? ['probes failed'] : []),
    ...(wasUnready ? ['was not Ready for a time'] : []),
    ...(restarts > 0 ? [`restarted ${counted(restarts, 'time')}`] : []),
  ];
  return [
    `${podText(pod)}: meanwhile ${what.join(', ')}`,
    ...failures.map((message) => `  ${message.replaceAll(/\s+/g, ' ')}`),
  ];
}

function whyText(error: TargetResult['error']): string {
  return error === undefined ? '' : ` (${error.code}: ${error.message})`;
}
