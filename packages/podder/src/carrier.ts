import type { Clock } from './clock.ts';
import {
  advance,
  nextDueAtMs,
  SUSCEPTIBLE,
  type Course,
  type Infection,
  type InfectionAction,
  type InfectionEvent,
} from './infection.ts';
import type { Lineage } from './lineage.ts';
import { MAX_DELAY_MS } from './limits.ts';

/** Drives one infection through real time: feeds the state machine and carries out what it returns. */
export type Carrier = {
  /** The infection as it is now. */
  readonly infection: Infection;
  /** Infects, unless infected already. */
  sneezedOn(lineage: Lineage): void;
  /** Goes straight to the symptoms, unless they are there already. */
  outbreak(lineage: Lineage): void;
  /** Ends its timer; nothing happens of itself from then on. */
  stop(): void;
};

/** What a carrier acts with: a clock, and what to do for each action of the state machine. */
export type CarrierEdges = {
  readonly clock: Clock;
  act(action: InfectionAction, infection: Infection): void;
};

/** Makes the carrier of an infection that runs as `course` says. */
export function createCarrier(course: Course, edges: CarrierEdges): Carrier {
  const { clock } = edges;
  let infection: Infection = SUSCEPTIBLE;
  let stopped = false;
  let cancelTimer = (): void => {};

  function feed(event: InfectionEvent): void {
    if (stopped) return;
    const transition = advance(infection, event, course);
    infection = transition.infection;
    for (const action of transition.actions) {
      if (!stopped) edges.act(action, infection);
    }
    if (event.type === 'timePassed' || transition.actions.length > 0) schedule();
  }

  function schedule(): void {
    cancelTimer();
    const dueAtMs = nextDueAtMs(infection);
    if (dueAtMs === undefined || stopped) return;
    // Rounded up, as a timer that fires a fraction early would only find nothing to do and be set again.
    const delayMs = Math.max(0, Math.ceil(dueAtMs - clock.nowMs()));
    cancelTimer = clock.after(Math.min(delayMs, MAX_DELAY_MS), () =>
      feed({ type: 'timePassed', atMs: clock.nowMs() }),
    );
  }

  return {
    get infection() {
      return infection;
    },
    sneezedOn: (lineage) => feed({ type: 'sneezedOn', atMs: clock.nowMs(), lineage }),
    outbreak: (lineage) => feed({ type: 'outbreak', atMs: clock.nowMs(), lineage }),
    stop() {
      stopped = true;
      cancelTimer();
    },
  };
}
