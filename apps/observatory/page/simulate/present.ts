import { CODE, type Model } from '@pod-contagion/observatory';
import { backOffAfter, type PresentPod } from '@pod-contagion/simulator';
import { measuredSettings } from './measured-settings.ts';
import type { SimulationPlan } from './plan.ts';
import { modelOf } from './simulated-run.ts';

/** What simulations go on from, and what of it nobody knows. */
export type Present = Readonly<{
  plan: SimulationPlan;
  pods: readonly PresentPod[];
  infected: number;
  /** A sentence each: what is drawn or taken from the settings, as nobody can see it. */
  unknown: readonly string[];
}>;

/** The latest infection of a pod, and when its containers ended. */
type Past = { exposedMs: number; symptomaticMs: number; ends: number[] };

const PHASES = ['starting', 'susceptible', 'incubating', 'symptomatic', 'waiting'] as const;

/** All pods as they are at a moment, or were, by what is known now of the time before it. */
export function presentOf(model: Model, atMs: number, plan: SimulationPlan): Present {
  const moment = model.timeline.at(atMs);
  const pasts = pastsOf(model, atMs);
  const isOurs = model.source?.kind === 'simulation';
  const measured = isOurs ? undefined : measuredSettings(model, plan);
  const rows = Array.from(moment?.condition ?? [], (_, row) => row).filter(
    (row) => moment!.condition[row]! < CODE.ended,
  );
  const settings = {
    ...(measured?.settings ?? plan.settings),
    pods: Math.max(1, rows.length),
    starterUntilMs: undefined,
  };
  const own: SimulationPlan = { ...plan, settings, interventions: [] };
  const { rules, symptomDelayMs } = modelOf(own);
  const hasMore = plan.interventions.length > 0 || plan.settings.starterUntilMs !== undefined;
  const missed = { since: 0, ends: 0 };
  const pods: PresentPod[] = [];
  for (const row of rows) {
    const phase = PHASES[moment!.condition[row]!] ?? 'susceptible';
    const past = pasts.get(model.pods.first + row);
    const ends = past?.ends ?? [];
    const restarts = moment!.restarts[row]!;
    if (ends.length < restarts) missed.ends++;
    const backOff = backOffAfter(ends, atMs, rules);
    const sinceMs = sinceOf(phase, past, atMs, symptomDelayMs, backOff.lastEndMs);
    if (sinceMs === undefined) missed.since++;
    pods.push({
      phase,
      sinceMs: Math.max(0, sinceMs ?? 0),
      isReady: moment!.ready[row] === 1,
      restarts,
      ...backOff,
    });
  }
  return {
    plan: own,
    pods,
    infected: pods.filter(({ phase }) => phase === 'incubating' || phase === 'symptomatic').length,
    unknown: unknownOf(missed, measured?.told, hasMore),
  };
}

/** For how long a pod has been what it is; undefined where nobody knows and it matters. */
function sinceOf(
  phase: PresentPod['phase'],
  past: Past | undefined,
  atMs: number,
  symptomDelayMs: number,
  lastEndMs: number | undefined,
): number | undefined {
  if (phase === 'susceptible') return 0;
  if (phase === 'starting' || phase === 'waiting') return lastEndMs;
  const exposedMs = past?.exposedMs ?? NaN;
  const sinceMs =
    phase === 'incubating' ? exposedMs : (past?.symptomaticMs ?? NaN) || exposedMs + symptomDelayMs;
  return Number.isNaN(sinceMs) ? undefined : atMs - sinceMs;
}

/** What is known of each pod by its number, of the time up to a moment. */
function pastsOf({ infections }: Model, atMs: number): Map<number, Past> {
  const pasts = new Map<number, Past>();
  for (let row = 0; row < infections.length; row++) {
    const exposedMs = infections.exposedAtMs(row) ?? NaN;
    if (exposedMs > atMs) continue;
    const pod = infections.pod.at(row);
    const past = pasts.get(pod) ?? { exposedMs: NaN, symptomaticMs: NaN, ends: [] };
    const endedMs = infections.endedAtMs(row);
    if (endedMs !== undefined && endedMs <= atMs) past.ends.push(endedMs);
    else {
      past.exposedMs = exposedMs;
      past.symptomaticMs = infections.symptomaticAtMs(row) ?? NaN;
    }
    pasts.set(pod, past);
  }
  for (const { ends } of pasts.values()) ends.sort((one, other) => one - other);
  return pasts;
}

function unknownOf(
  missed: Readonly<{ since: number; ends: number }>,
  measured: string | undefined,
  hasMore: boolean,
): readonly string[] {
  const texts = ['When the probes of a pod come is not seen: each future draws it anew.'];
  if (measured !== undefined) texts.push(measured);
  if (hasMore) texts.push('Interventions and a starter are left out: futures are left alone.');
  texts.push(
    'Back-off timers are reckoned from the ends of containers that are known; when the kubelet looks again is drawn.',
  );
  if (missed.ends > 0) {
    texts.push(
      `${missed.ends} pods have been restarted more often than is known: their back-off may be longer than is taken.`,
    );
  }
  if (missed.since > 0) {
    texts.push(
      `${missed.since} pods have been as they are for a time that nobody knows: taken as if from now on.`,
    );
  }
  return texts;
}
