import { PARENT_NONE } from '@pod-contagion/observatory';
import type { CaseColumns } from '../../../page/estimates/case-columns.ts';

/** One infection, as tests write it down; times in seconds. */
export type Written = Readonly<{
  at: number;
  parent?: number;
  end?: number;
  strain?: number;
  generation?: number;
  pod?: number;
}>;

/** When time begins in tests, in ms since 1970. */
export const START_MS = 1_700_000_000_000;

/** Columns of infections that are written down. */
export function columnsOf(written: readonly Written[]): CaseColumns {
  const ms = (seconds: number | undefined): number =>
    seconds === undefined ? NaN : START_MS + 1_000 * seconds;
  return {
    length: written.length,
    pod: Uint32Array.from(written, ({ pod }, row) => pod ?? row),
    parent: Int32Array.from(written, ({ parent = PARENT_NONE }) => parent),
    strain: Int32Array.from(written, ({ strain = 0 }) => strain),
    generation: Int32Array.from(written, ({ generation = 2 }) => generation),
    exposedAtMs: Float64Array.from(written, ({ at }) => ms(at)),
    symptomaticAtMs: Float64Array.from(written, ({ at }) => ms(at + 1)),
    endedAtMs: Float64Array.from(written, ({ end }) => ms(end)),
  };
}
