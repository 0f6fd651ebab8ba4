import { PARENT_NONE, type Model } from '@pod-contagion/observatory';
import { nameOfPod } from './choose.ts';
import type { Table } from './tables/table.ts';
import { clockTime, timeSpan } from '../state/words.ts';

/** Infections, for people to read: those of the rows that are given, with how many each infected. */
export function infectionTable(model: Model, rows: ArrayLike<number>, offspring: ArrayLike<number>): Table {
  const { infections } = model;
  const of = (row: number): number => rows[row] ?? 0;
  const time = (atMs: number | undefined): string | undefined =>
    atMs === undefined ? undefined : clockTime(atMs);
  return {
    length: rows.length,
    keyOf: (row) => infections.first + of(row),
    columns: [
      { name: 'infection', cell: (row) => infections.first + of(row), isNumber: true },
      { name: 'pod', cell: (row) => nameOfPod(model, infections.pod.at(of(row))) },
      { name: 'generation', cell: (row) => positive(infections.generation.at(of(row))), isNumber: true },
      { name: 'infected by', cell: (row) => infectorName(model, of(row)) },
      { name: 'exposed', cell: (row) => time(infections.exposedAtMs(of(row))) },
      { name: 'symptomatic', cell: (row) => time(infections.symptomaticAtMs(of(row))) },
      { name: 'ended', cell: (row) => time(infections.endedAtMs(of(row))) },
      { name: 'infected', cell: (row) => offspring[of(row)], isNumber: true },
    ],
  };
}

/** Who infected whom, in words: the name of a pod, or that nobody did, or that nobody knows. */
export function infectorName(model: Model, row: number): string {
  const { infections } = model;
  const parent = infections.parent.at(row);
  if (parent === PARENT_NONE) return 'from outside';
  const place = parent - infections.first;
  if (parent < 0 || place < 0 || place >= infections.length) return 'unknown';
  return nameOfPod(model, infections.pod.at(place));
}

/** An infection in one line. */
export function describeInfection(model: Model, row: number, offspring: number): string {
  const { infections, tMs } = model;
  const exposedMs = infections.exposedAtMs(row);
  const endedMs = infections.endedAtMs(row);
  const generation = positive(infections.generation.at(row));
  return [
    nameOfPod(model, infections.pod.at(row)),
    ...(generation === undefined ? [] : [`generation ${generation}`]),
    `infected by ${infectorName(model, row)}`,
    ...(exposedMs === undefined ? [] : [`at ${clockTime(exposedMs)}`]),
    ...(exposedMs === undefined
      ? []
      : [
          `${endedMs === undefined ? 'for' : 'ended after'} ${timeSpan(Math.max(0, (endedMs ?? tMs) - exposedMs))}`,
        ]),
    `infected ${offspring}`,
  ].join(' · ');
}

function positive(value: number): number | undefined {
  return value < 0 ? undefined : value;
}
