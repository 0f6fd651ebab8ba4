import type { HealthStatus } from '@pod-contagion/health';
import type { Infection, InfectionState } from './infection.ts';
import type { SneezeCounts } from './sneezer.ts';

/** What a podder tells of its infection, in JSON: at any time on `/infection`, and in its last words. */
export type InfectionReport = Readonly<{
  pod: string;
  state: InfectionState;
  /** Null in this and what follows: not infected, or not yet. */
  strain: string | null;
  generation: number | null;
  /** The pod that sneezed at this one; null also where the sneeze did not say. */
  from: string | null;
  /** ISO 8601 in UTC, as all times here. */
  exposedAt: string | null;
  symptomaticAt: string | null;
  unhealthyAt: string | null;
  sneezes: SneezeCounts;
}>;

/** The answer of `GET /infection`; with what former lives left for this one to tell, oldest first, where there is a place for that. */
export type LiveReport = InfectionReport & HealthStatus & Readonly<{ lives?: readonly LastWords[] }>;

/** What a podder leaves in its termination message. */
export type LastWords = InfectionReport & Readonly<{ endedAt: string; reason: string }>;

/** Puts an infection into the words of a report. Times that lie ahead are not in it. */
export function reportInfection(pod: string, infection: Infection, sneezes: SneezeCounts): InfectionReport {
  if (infection.state === 'susceptible') {
    const nothing = { strain: null, generation: null, from: null };
    return {
      pod,
      state: 'susceptible',
      ...nothing,
      exposedAt: null,
      symptomaticAt: null,
      unhealthyAt: null,
      sneezes,
    };
  }
  const { state, lineage, exposedAtMs, symptomaticAtMs, unhealthy, unhealthyAtMs } = infection;
  return {
    pod,
    state,
    strain: lineage.strain,
    generation: lineage.generation,
    from: lineage.from,
    exposedAt: isoTime(exposedAtMs),
    symptomaticAt: state === 'symptomatic' ? isoTime(symptomaticAtMs) : null,
    unhealthyAt: unhealthy ? isoTime(unhealthyAtMs) : null,
    sneezes,
  };
}

/** A time in milliseconds since the epoch as ISO 8601. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
