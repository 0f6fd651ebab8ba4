import type { InfectionTable } from '@pod-contagion/observatory';

/** Which infections are summed up: of a strain, or of all, that began between two moments, as things stood at the later one. */
export type Span = Readonly<{
  fromMs: number;
  untilMs: number;
  strain: number | undefined;
  /** Of those that began later it may not be known yet whom they infected; Infinity where podders are asked. */
  settledUntilMs: number;
}>;

/** Infections that are over, and how many each caused: who is still ill may infect more, or have infected more than is known. */
export type Cohort = Readonly<{
  /** Rows of the table. */
  rows: Int32Array;
  /** By the rows of the table, of all infections. */
  offspring: Uint32Array;
  /** Infections in the span that are not over yet. */
  unended: number;
  /** Those that are, but whom they infected may not be known yet. */
  unsettled: number;
  infections: number;
  /** Those of which nobody in the table is the cause. */
  roots: number;
}>;

/** The infections that began in a span. */
export function cohortOf(
  infections: InfectionTable,
  { fromMs, untilMs, strain, settledUntilMs }: Span,
): Cohort {
  const { length, first } = infections;
  const offspring = new Uint32Array(length);
  const rows: number[] = [];
  let unended = 0;
  let unsettled = 0;
  let count = 0;
  let roots = 0;
  for (let row = 0; row < length; row++) {
    if (strain !== undefined && infections.strain.at(row) !== strain) continue;
    const startMs = infections.exposedAtMs(row) ?? 0;
    if (startMs > untilMs) continue;
    const parent = infections.parent.at(row) - first;
    const isRoot = parent < 0 || parent >= length;
    if (!isRoot) offspring[parent]!++;
    if (startMs < fromMs) continue;
    count++;
    if (isRoot) roots++;
    const endMs = infections.endedAtMs(row);
    if (endMs === undefined || endMs > untilMs) unended++;
    else if (startMs > settledUntilMs) unsettled++;
    else rows.push(row);
  }
  return { rows: Int32Array.from(rows), offspring, unended, unsettled, infections: count, roots };
}

/** Says what of a cohort is left out; '' where nothing is. */
export function leftOutText({ unended, unsettled }: Cohort): string {
  return [
    unended === 0 ? '' : `${unended} that are still ill`,
    unsettled === 0
      ? ''
      : `${unsettled} of which it may not be known yet whom they infected, as no podder can be asked,`,
  ]
    .filter((each) => each !== '')
    .join(' and ')
    .concat(unended + unsettled === 0 ? '' : ' are left out');
}
