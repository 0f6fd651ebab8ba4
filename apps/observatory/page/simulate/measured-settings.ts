import { CODE, type Model } from '@pod-contagion/observatory';
import type { SimulationSettings } from '@pod-contagion/simulator';
import { courseOf, theoryOf } from '@pod-contagion/simulator/statistics';
import { timeSpan } from '../state/words.ts';
import type { SimulationPlan } from './plan.ts';
import { modelOf } from './simulated-run.ts';

/** Settings that come nearer to what is watched, and a sentence of which they are. */
export type Measured = Readonly<{ settings: SimulationSettings; told: string }>;

/** Of how many of the newest infections something is measured. */
const NEWEST = 201;

/**
 * What infections say of the settings that they were made with: the symptom delay, for how long one is ill, how often it sneezes, and
 * whether pods are replaced. All else stays as it is set.
 */
export function measuredSettings(model: Model, plan: SimulationPlan): Measured {
  const { delayMs, illMs, sneezeMs } = middles(model);
  const deaths = deathsOf(model);
  const told: string[] = [];
  let { settings } = plan;
  if (delayMs !== undefined) {
    settings = { ...settings, symptomDelayMs: delayMs };
    told.push(`symptoms after ${timeSpan(delayMs)}`);
  }
  if (illMs !== undefined) {
    // Failing probes come as much earlier or later as they have to for one to be ill that long.
    const { symptomaticMs } = theoryOf(courseOf(modelOf({ ...plan, settings })));
    const { healthDelayMs = 500 } = settings;
    settings = { ...settings, healthDelayMs: Math.max(0, Math.round(healthDelayMs + illMs - symptomaticMs)) };
    told.push(`ill for ${timeSpan(illMs)}`);
  }
  if (sneezeMs !== undefined) {
    settings = { ...settings, sneezeIntervalMs: Math.max(1, Math.round(sneezeMs)) };
    told.push(`a sneeze each ${timeSpan(sneezeMs)}`);
  }
  if (deaths.gone > deaths.there) {
    settings = { ...settings, death: 'replace' };
    told.push('pods that end are replaced');
  } else if (deaths.there > 0 && settings.death === 'replace') {
    settings = { ...settings, death: 'restart' };
    told.push('pods that end are restarted');
  }
  const measured = told.length === 0 ? 'Nothing of it is measured yet' : `Measured: ${told.join(', ')}`;
  return {
    settings,
    told: `${measured}. All else of podders, probes and kubelet is as it is set in Simulate.`,
  };
}

/** Of the newest infections that are over: how many were of pods that are no more, and of pods that are still there. */
function deathsOf({ infections, pods }: Model): Readonly<{ gone: number; there: number }> {
  const deaths = { gone: 0, there: 0 };
  for (let row = infections.length - 1; row >= 0 && deaths.gone + deaths.there < NEWEST; row--) {
    if (infections.endedAtMs(row) === undefined) continue;
    const place = infections.pod.at(row) - pods.first;
    const isThere = place >= 0 && pods.condition.at(place) !== CODE.gone;
    deaths[isThere ? 'there' : 'gone']++;
  }
  return deaths;
}

type Middles = Readonly<Record<'delayMs' | 'illMs' | 'sneezeMs', number | undefined>>;

function middles({ infections }: Model): Middles {
  const delays: number[] = [];
  const ills: number[] = [];
  const sneezes: number[] = [];
  for (let row = infections.length - 1; row >= 0 && delays.length < NEWEST; row--) {
    const symptomaticMs = infections.symptomaticAtMs(row) ?? NaN;
    const delayMs = symptomaticMs - (infections.exposedAtMs(row) ?? NaN);
    const illMs = (infections.endedAtMs(row) ?? NaN) - symptomaticMs;
    const sent = infections.sent.at(row);
    if (delayMs >= 0) delays.push(delayMs);
    if (illMs >= 0) ills.push(illMs);
    if (illMs >= 0 && sent > 0) sneezes.push(illMs / sent);
  }
  return { delayMs: middleOf(delays), illMs: middleOf(ills), sneezeMs: middleOf(sneezes) };
}

function middleOf(numbers: readonly number[]): number | undefined {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1];
}
