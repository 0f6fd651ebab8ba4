import type { Lineage } from './lineage.ts';

/** How an infection runs, each delay in milliseconds. */
export type Course = Readonly<{
  /** From the infection to the first symptom. */
  symptomDelayMs: number;
  /** From the first symptom to failing probes. */
  healthDelayMs: number;
  /** From one sneeze to the next; at least 1. */
  sneezeIntervalMs: number;
}>;

/** What a podder is: not infected, infected without symptoms, or with them. There is no way back but a restart. */
export type InfectionState = 'susceptible' | 'incubating' | 'symptomatic';

/** One podder's infection at one instant. All instants are in milliseconds of the injected clock. */
export type Infection =
  | Readonly<{ state: 'susceptible' }>
  | Readonly<{
      state: 'incubating' | 'symptomatic';
      lineage: Lineage;
      exposedAtMs: number;
      /** When the face closes and the sneezing begins. */
      symptomaticAtMs: number;
      /** When the probes begin to fail. */
      unhealthyAtMs: number;
      /** Whether they already do. */
      unhealthy: boolean;
      /** When the next sneeze is due; while incubating, the first. */
      nextSneezeAtMs: number;
    }>;

/** What happens to a podder. */
export type InfectionEvent =
  | Readonly<{ type: 'sneezedOn'; atMs: number; lineage: Lineage }>
  /** Patient zero: symptoms without incubation. */
  | Readonly<{ type: 'outbreak'; atMs: number; lineage: Lineage }>
  | Readonly<{ type: 'timePassed'; atMs: number }>;

/** What a podder has to do, in the order given. */
export type InfectionAction = 'reportExposed' | 'closeFace' | 'sneeze' | 'failHealth';

/** The infection after an event, and what is to be done about it. */
export type Transition = Readonly<{ infection: Infection; actions: readonly InfectionAction[] }>;

/** A podder as it starts. */
export const SUSCEPTIBLE: Infection = Object.freeze({ state: 'susceptible' });

/**
 * An answer that is under way when the face closes must still go out. Where the symptom delay is shorter than
 * this, in milliseconds, the closing and the first sneeze wait as long again, as in the original; the failing
 * of the probes does not.
 */
export const ANSWER_GRACE_MS = 100;

const NOTHING: readonly InfectionAction[] = Object.freeze([]);

/**
 * The whole life of an infection as a pure function. An event carries its own time; one that is older than
 * what already happened changes nothing that was.
 */
export function advance(infection: Infection, event: InfectionEvent, course: Course): Transition {
  switch (event.type) {
    case 'sneezedOn': {
      if (infection.state !== 'susceptible') return { infection, actions: NOTHING };
      const exposed = expose(event.lineage, event.atMs, course);
      const { infection: next, actions } = passTime(exposed, event.atMs, course);
      return { infection: next, actions: ['reportExposed', ...actions] };
    }
    case 'outbreak': {
      if (infection.state === 'symptomatic') return { infection, actions: NOTHING };
      const known = infection.state === 'incubating';
      const outbroken: Infection = {
        state: 'incubating',
        lineage: known ? infection.lineage : event.lineage,
        exposedAtMs: known ? infection.exposedAtMs : event.atMs,
        symptomaticAtMs: event.atMs,
        unhealthyAtMs: known
          ? Math.min(infection.unhealthyAtMs, event.atMs + course.healthDelayMs)
          : event.atMs + course.healthDelayMs,
        unhealthy: known && infection.unhealthy,
        nextSneezeAtMs: event.atMs,
      };
      const { infection: next, actions } = passTime(outbroken, event.atMs, course);
      return { infection: next, actions: known ? actions : ['reportExposed', ...actions] };
    }
    case 'timePassed':
      return passTime(infection, event.atMs, course);
  }
}

/** When `advance` next has something to do without being sneezed on; undefined while susceptible. */
export function nextDueAtMs(infection: Infection): number | undefined {
  if (infection.state === 'susceptible') return undefined;
  return infection.unhealthy
    ? infection.nextSneezeAtMs
    : Math.min(infection.nextSneezeAtMs, infection.unhealthyAtMs);
}

function expose(lineage: Lineage, atMs: number, course: Course): Infection {
  const { symptomDelayMs, healthDelayMs } = course;
  const symptomaticAtMs = atMs + symptomDelayMs + (symptomDelayMs < ANSWER_GRACE_MS ? ANSWER_GRACE_MS : 0);
  return {
    state: 'incubating',
    lineage,
    exposedAtMs: atMs,
    symptomaticAtMs,
    unhealthyAtMs: atMs + symptomDelayMs + healthDelayMs,
    unhealthy: false,
    nextSneezeAtMs: symptomaticAtMs,
  };
}

function passTime(infection: Infection, nowMs: number, course: Course): Transition {
  if (infection.state === 'susceptible') return { infection, actions: NOTHING };
  const actions: InfectionAction[] = [];
  let { state, unhealthy, nextSneezeAtMs } = infection;
  if (state === 'incubating' && nowMs >= infection.symptomaticAtMs) {
    state = 'symptomatic';
    actions.push('closeFace');
  }
  if (nowMs >= nextSneezeAtMs) {
    actions.push('sneeze');
    // An interval from now and not from when it was due, as in the original: never a burst after a stall.
    nextSneezeAtMs = nowMs + course.sneezeIntervalMs;
  }
  if (!unhealthy && nowMs >= infection.unhealthyAtMs) {
    unhealthy = true;
    actions.push('failHealth');
  }
  if (actions.length === 0) return { infection, actions: NOTHING };
  return { infection: { ...infection, state, unhealthy, nextSneezeAtMs }, actions };
}
