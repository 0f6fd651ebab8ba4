import type { Case } from '../../src/cases/case.ts';

/** A case that was symptomatic for two seconds after one of incubation, or that is not over. */
export function caseOf(id: number, exposedAtMs: number, infector?: number, isOver: boolean = true): Case {
  return {
    id,
    pod: id,
    life: 0,
    infector,
    generation: 0,
    exposedAtMs,
    symptomaticAtMs: exposedAtMs + 1_000,
    endedAtMs: isOver ? exposedAtMs + 3_000 : undefined,
  };
}

/** The first infects three, one of them the last; who was infected last is not over. */
export const SMALL_OUTBREAK: readonly Case[] = [
  caseOf(0, 0),
  caseOf(1, 1_000, 0),
  caseOf(2, 1_600, 0),
  caseOf(3, 2_200, 0),
  caseOf(4, 4_100, 1, false),
];
