import { PARENT_NONE, UNKNOWN, type Model } from '@pod-contagion/observatory';
import { csv, type Columns } from '@pod-contagion/simulator/formats';
import { nameOfPod } from '../panels/choose.ts';

/**
 * Every infection that is kept, a line each: times as ISO 8601, empty where they are not known or have not come; the parent is the id of
 * another line, and `from` says what it means where it is empty.
 */
export function infectionsCsv(model: Model): Generator<string, void, undefined> {
  const { infections, strains } = model;
  const columns: Columns<number> = [
    ['id', (row) => infections.first + row],
    ['pod', (row) => nameOfPod(model, infections.pod.at(row))],
    ['container', (row) => infections.container(row)],
    ['strain', (row) => strains[infections.strain.at(row)]],
    ['generation', (row) => known(infections.generation.at(row))],
    ['parent', (row) => known(infections.parent.at(row))],
    ['exposedAt', (row) => written(infections.exposedAtMs(row))],
    ['symptomaticAt', (row) => written(infections.symptomaticAtMs(row))],
    ['endedAt', (row) => written(infections.endedAtMs(row))],
    ['sent', (row) => known(infections.sent.at(row))],
    ['answered', (row) => known(infections.answered.at(row))],
    ['from', (row) => originOf(infections.parent.at(row))],
  ];
  return csv(columns, rowsOf(infections.length));
}

/** 0, 1, 2 ... */
export function* rowsOf(length: number): Generator<number, void, undefined> {
  for (let row = 0; row < length; row++) yield row;
}

/** A moment as ISO 8601, to the millisecond. */
export function written(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : new Date(Math.round(atMs)).toISOString();
}

function known(value: number): number | undefined {
  return value <= UNKNOWN ? undefined : value;
}

function originOf(parent: number): string {
  if (parent >= 0) return 'infection';
  return parent === PARENT_NONE ? 'outside' : 'unknown';
}
