import type { Activity } from '../experiment.ts';
import type { ActivityRun, ExperimentVerdict, Journal, SteadyState } from '../engine/journal.ts';
import type { Moment } from '../engine/events.ts';
import { hitNames } from '../engine/hit-names.ts';
import { isObject, type Json, type JsonObject, textOf } from '../json.ts';

/** From when to when, in ms since 1970. */
export type Span = Readonly<{ startMs: number; endMs: number }>;

/** One look at the hypothesis. */
export type Look = Span &
  Readonly<{
    when: Moment;
    met: boolean;
    probes: readonly Readonly<{ name: string; met: boolean; why: string }>[];
  }>;

/** One activity, as a report shows it. */
export type Deed = Span &
  Readonly<{
    part: 'method' | 'rollbacks';
    type: string;
    name: string;
    /** Who did it: `http`, `pod-chaos kill`. */
    by: string;
    ok: boolean;
    why: string;
    output: Json;
  }>;

/** A time in which something did not answer. */
export type OutageSpan = Span & Readonly<{ of: string; seconds: number; failed: number; goesOn: boolean }>;

/** What was done to pods. */
export type HitSpan = Span &
  Readonly<{
    activity: string;
    fault: string;
    verdict: string;
    pods: readonly Readonly<{ name: string; outcome: string }>[];
  }>;

/** A journal as reports tell it: one list for each thing that is shown, all times in ms. */
export type Story = Span &
  Readonly<{
    title: string;
    description: string;
    hypothesis: string | undefined;
    verdict: ExperimentVerdict;
    why: string;
    status: string;
    cluster: string | undefined;
    version: string;
    looks: readonly Look[];
    deeds: readonly Deed[];
    hits: readonly HitSpan[];
    outages: readonly OutageSpan[];
    undone: readonly (Span & Readonly<{ name: string; ended: boolean; why: string }>)[];
  }>;

/** Reads a journal for reports; pure, so that a report can be made again from the file. */
export function storyOf(journal: Journal): Story {
  const { experiment, steady_states: states, 'pod-chaos': own } = journal;
  const { title, description, 'steady-state-hypothesis': hypothesis } = experiment as Record<string, Json>;
  const span = spanOf(journal);
  const deeds = [
    ...journal.run.map((run) => deedOf('method', run, span)),
    ...journal.rollbacks.map((run) => deedOf('rollbacks', run, span)),
  ];
  return {
    ...span,
    title: textOf(title),
    description: textOf(description),
    hypothesis: isObject(hypothesis) ? textOf(hypothesis['title']) : undefined,
    verdict: own.verdict,
    why: own.why,
    status: journal.status,
    cluster: own.cluster,
    version: own.version,
    looks: [
      ...lookOf('before', states.before),
      ...states.during.flatMap((look) => lookOf('during', look)),
      ...lookOf('after', states.after),
    ],
    deeds,
    hits: own.hits.map(({ activity, fault, startedAt, endedAt, verdict, node, pods }) => ({
      startMs: Date.parse(startedAt),
      endMs: Date.parse(endedAt),
      activity,
      fault,
      verdict,
      pods: hitNames({ node, pods }).map((name, index) => ({ name, outcome: pods[index]?.outcome ?? '' })),
    })),
    outages: deeds.flatMap(outagesOf),
    undone: own.undone.map(({ name, start, end, ended, why = '' }) => ({
      startMs: Date.parse(start),
      endMs: Date.parse(end),
      name,
      ended,
      why,
    })),
  };
}

function spanOf({ start, end }: Readonly<{ start: string; end?: string }>): Span {
  const startMs = Date.parse(start);
  return { startMs, endMs: Math.max(startMs, Date.parse(end ?? start)) };
}

function lookOf(when: Moment, look: SteadyState | null): readonly Look[] {
  const [first] = look?.probes ?? [];
  const last = look?.probes.at(-1);
  if (look === null || first === undefined || last === undefined) return [];
  const probes = look.probes.map((run) => ({
    name: activityOf(run).name,
    met: run.tolerance_met === true,
    why: run.tolerance_why ?? '',
  }));
  const span = spanOf({ start: first.start, end: last.end ?? last.start });
  return [{ ...span, when, met: look.steady_state_met === true, probes }];
}

function deedOf(part: Deed['part'], run: ActivityRun, whole: Span): Deed {
  const { type, name, provider } = activityOf(run);
  return {
    // One that never ended went on until the experiment did.
    ...spanOf({ start: run.start, end: run.end ?? new Date(whole.endMs).toISOString() }),
    part,
    type,
    name,
    by:
      'func' in provider
        ? `${provider.type === 'python' ? provider.module : provider.type} ${provider.func}`
        : provider.type,
    ok: run.status === 'succeeded',
    why: run.exception?.[0] ?? '',
    output: run.output,
  };
}

/** Outages are what the toolkit's own `probe` reports, and that of a `flush`. */
function outagesOf({ by, name, output, startMs, endMs }: Deed): readonly OutageSpan[] {
  if (!isObject(output)) return [];
  const report = by === 'pod-chaos probe' ? output : by === 'pod-chaos flush' ? output['probe'] : undefined;
  if (!isObject(report ?? null)) return [];
  const found = (report as JsonObject)['connections'];
  const connections = Array.isArray(found) ? (found as readonly Json[]).filter(isObject) : [];
  return connections.flatMap((each) =>
    (Array.isArray(each['outages']) ? (each['outages'] as readonly Json[]) : [])
      .filter(isObject)
      .map((outage) => {
        const end = outage['end'];
        const span = {
          startMs: Date.parse(textOf(outage['begin'])),
          endMs: typeof end === 'string' ? Date.parse(end) : endMs,
        };
        return {
          startMs: Number.isNaN(span.startMs) ? startMs : span.startMs,
          endMs: Number.isNaN(span.endMs) ? endMs : span.endMs,
          of: `${name}, ${textOf(each['connection'])} connections`,
          seconds: Number(outage['lengthSeconds']),
          failed: Number(outage['failed']),
          goesOn: typeof end !== 'string',
        };
      }),
  );
}

function activityOf({ activity }: ActivityRun): Activity {
  return activity as unknown as Activity;
}
