import type { CaseColumns } from './case-columns.ts';
import type { Selection } from './selection.ts';

/** How far it had come by a moment, of the infections that are kept. */
export type Standing = Readonly<{
  infections: number;
  generations: number;
  /** Distinct pods. */
  pods: number;
  /** How many are known to end after that moment, and of how many no end is known. */
  endLater: number;
  open: number;
  /** When the last one had ended by then; -Infinity where none had. */
  lastEndMs: number;
}>;

/**
 * Counts who was infected by a moment; Infinity is now. Of whom it is not known when, that is by the first that it is known by; and who
 * said no time at all is counted now only.
 */
export function standingAt(columns: CaseColumns, { isIn }: Selection, untilMs: number): Standing {
  const { exposedAtMs, symptomaticAtMs, endedAtMs, generation, pod } = columns;
  const pods = new Set<number>();
  let [infections, generations, endLater, open] = [0, 0, 0, 0];
  let lastEndMs = -Infinity;
  for (let row = 0; row < isIn.length; row++) {
    if (isIn[row] === 0) continue;
    const ended = endedAtMs[row]!;
    const byMs = firstKnown(exposedAtMs[row]!, symptomaticAtMs[row]!, ended);
    if (!(byMs <= untilMs) && untilMs !== Infinity) continue;
    infections++;
    pods.add(pod[row]!);
    if (generation[row]! > generations) generations = generation[row]!;
    if (Number.isNaN(ended)) open++;
    else if (ended > untilMs) endLater++;
    else if (ended > lastEndMs) lastEndMs = ended;
  }
  return { infections, generations, pods: pods.size, endLater, open, lastEndMs };
}

function firstKnown(exposedMs: number, symptomaticMs: number, endedMs: number): number {
  if (!Number.isNaN(exposedMs)) return exposedMs;
  return Number.isNaN(symptomaticMs) ? endedMs : symptomaticMs;
}
