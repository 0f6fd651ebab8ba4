import { CHAOS_ERROR_CODES } from '@pod-contagion/chaos';
import { describeLevel } from '@pod-contagion/chaos/faults';
import type { RunReport, TargetResult, Verdict } from '@pod-contagion/chaos/run';
import { formatDuration } from '@pod-contagion/notations';
import { counted, podText } from './pod.ts';

const VERDICTS: Readonly<Record<Verdict, string>> = {
  held: 'every target was hit, and nothing is left',
  'no-effect': 'it did not take effect everywhere, and nothing of it is left',
  unknown: 'what it did is not known everywhere, and nothing of it is left',
  'node-cut-off':
    'the node was to be spared, and its probes did not get through: --except takes its address; nothing of it is left',
  failed: 'it failed somewhere, and nothing of it is left',
  'not-ended': 'something may be left: run pod-chaos cleanup',
};

/** What became of a fault in a pod; said of a pod, and counted over all. */
const ENDS: Readonly<Record<End, readonly [of: string, counted: string]>> = {
  mended: ['mended', 'proven mended'],
  untouched: ['untouched', 'untouched'],
  gone: ['its pod is gone', 'gone'],
  unproven: ['NOT proven mended', 'NOT proven mended'],
};

type End = NonNullable<TargetResult['end']>;

/**
 * What a process ends with for a report: 0 where it held, and where it was interrupted and nothing is left. Where
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
  if (outcome !== 'failed' || hits !== 0 || !mended || error === undefined) return 1;
  const codes: Readonly<Record<string, { exitCode: number }>> = CHAOS_ERROR_CODES;
  return codes[error.code]?.exitCode ?? 1;
}

/** Writes a report for people: a line for each pod, then the verdict. */
export function formatRunReport(report: RunReport): readonly string[] {
  const { run, targets, verdict, interrupted } = report;
  const hit = targets.filter(({ outcome }) => outcome === 'hit').length;
  const counts = [
    `${hit} of ${counted(targets.length, 'pod')} hit`,
    ...endCounts(targets),
    ...troubles(targets),
  ];
  const others = targets.filter(({ error }) => error?.code === 'CHAOS_CONFLICT').length;
  const before = others === 0 ? '' : `; what was there before stays in ${counted(others, 'pod')}`;
  const which = `(run ${run}${interrupted ? ', interrupted' : ''})`;
  return [
    ...targets.flatMap((target) => [formatResult(target), formatProbes(target)].flat()),
    `${verdict}: ${counts.join(', ')}; ${VERDICTS[verdict]}${before} ${which}`,
  ];
}

function troubles(targets: readonly TargetResult[]): readonly string[] {
  const troubled = targets.filter(({ probes }) => probes !== undefined).length;
  return troubled === 0 ? [] : [`probes of ${troubled} failed meanwhile`];
}

function endCounts(targets: readonly TargetResult[]): readonly string[] {
  const ends = targets.map(endOf);
  return Object.entries(ENDS).flatMap(([end, [, words]]) => {
    const count = ends.filter((each) => each === end).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
}

function endOf({ end, mended }: TargetResult): End {
  return end ?? (mended ? 'mended' : 'unproven');
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

/** Writes the report of a clean-up: only whether something may be left counts. */
export function formatCleanUpReport({ targets, verdict }: RunReport): readonly string[] {
  const lines = targets.map((target) => {
    const end = endOf(target);
    const had = end === 'untouched' ? 'had nothing' : ENDS[end][end === 'mended' ? 1 : 0];
    return `${podText(target.pod)}: ${had}${whyText(target.error)}`;
  });
  if (targets.length === 0) return lines;
  const left = targets.filter((target) => !target.mended).length;
  const sum =
    left === 0
      ? `nothing is left in ${counted(targets.length, 'pod')}`
      : `something may be left in ${left} of ${counted(targets.length, 'pod')}`;
  return [...lines, `${verdict}: ${sum}`];
}

/** Says where a fault is in place that nobody follows any more, and where it failed. */
export function formatBackground(
  run: string,
  inPlace: readonly Readonly<{ endsAt: string | undefined }>[],
  failed: readonly TargetResult[],
): readonly string[] {
  const failures = failed.map(({ pod, outcome, error }) => `${podText(pod)}: ${outcome}${whyText(error)}`);
  const ends = inPlace.map(({ endsAt = '' }) => endsAt).toSorted();
  const last = ends.at(-1);
  if (last === undefined) return failures;
  const how = 'pod-chaos status shows it, pod-chaos cleanup ends it now';
  return [
    ...failures,
    `in place in ${counted(ends.length, 'pod')}; the agents end it by ${last} (run ${run}); ${how}`,
  ];
}

/** What became of one target, on one line. */
export function formatResult(result: TargetResult): string {
  const { pod, outcome, error } = result;
  return `${podText(pod)}: ${outcome}${effectText(result)}; ${ENDS[endOf(result)][0]}${whyText(error)}`;
}

/** What it did, as far as anybody counted; nothing of what was never there. */
function effectText(result: TargetResult): string {
  const { hits, agent, inEffectMs } = result;
  const { effect } = agent ?? {};
  if (endOf(result) === 'untouched') return '';
  if (effect?.level !== undefined) return `, ${levelText(effect.level, effect.note)}`;
  const lasted = inEffectMs === undefined ? '' : ` in about ${formatDuration(inEffectMs)}`;
  if (hits === undefined) return `, not counted${lasted}`;
  const isTold = effect?.dropped !== undefined && effect.dropped !== hits;
  const dropped = isTold ? `, ${effect.dropped} dropped` : '';
  // Until its pod was gone it may have been more than its agent counted last.
  const least = inEffectMs === undefined ? '' : 'at least ';
  const came = effect?.requests?.seen ?? effect?.toxics?.connections;
  const of = came === undefined ? '' : ` of ${came} that came`;
  const unit = (effect?.unit ?? 'hits').replace(/s$/, '');
  return `, ${least}${counted(hits, unit)}${of}${dropped}${lasted}${unreadText(effect)}${toxicsText(effect)}${openText(effect)}`;
}

/** What no request was found in: why nothing was hit where all is encrypted. */
function unreadText(effect: NonNullable<TargetResult['agent']>['effect']): string {
  const unread = effect?.requests?.unread ?? 0;
  return unread === 0 ? '' : `, ${counted(unread, 'connection')} not read as HTTP`;
}

/** What became of connections that were open before: where nothing came, it may be that all keep theirs. */
function openText(effect: NonNullable<TargetResult['agent']>['effect']): string {
  const came = effect?.requests?.seen ?? effect?.toxics?.connections;
  if (effect === undefined || came === undefined) return '';
  if (effect.resets !== undefined)
    return effect.resets === 0
      ? ''
      : `, ${counted(effect.resets, 'packet')} of open connections answered by a reset`;
  const isUnread = (effect.requests?.unread ?? 0) > 0;
  return came === 0 && !isUnread
    ? ', and connections that were open before were left alone (--reset-open)'
    : '';
}

/** What passed, who was not accepted, and which toxics had nothing to do. */
function toxicsText(effect: NonNullable<TargetResult['agent']>['effect']): string {
  if (effect?.toxics === undefined) return '';
  const { connections, upstream, downstream, unanswered, refused, toxics } = effect.toxics;
  const idle = (connections === 0 ? [] : toxics.filter(({ hit }) => hit === 0)).map(
    ({ type, stream }) => `${type} ${stream}`,
  );
  return [
    `, ${counted(upstream.receivedBytes, 'byte')} came and ${counted(downstream.sentBytes, 'byte')} went back`,
    unanswered === 0 ? '' : `, ${unanswered} not accepted by its program`,
    refused === 0 ? '' : `, ${refused} too many`,
    idle.length === 0 ? '' : `, nothing to do for ${idle.join(' and ')}`,
  ].join('');
}

/** What was reached of what was asked, and what kept it from more. */
function levelText(level: Parameters<typeof describeLevel>[0], note: string | undefined): string {
  return `${describeLevel(level)}${note === undefined ? '' : ` (${note})`}`;
}

/** Says what came of a pod's probes, a line for it and one for each thing that the kubelet said. */
function formatProbes({ pod, probes }: TargetResult): readonly string[] {
  if (probes === undefined) return [];
  const { restarts, wasUnready, failures, oomKilled = [], evicted } = probes;
  const what = [
    ...(evicted === true ? ['the kubelet evicted it'] : []),
    ...(oomKilled.length > 0 ? [`the OOM killer took ${oomKilled.join(', ')}`] : []),
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
